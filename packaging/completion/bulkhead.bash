# bash completion of bulkhead; made by `bulkhead completion bash`.
_bulkhead() {
  local cur prev words cword word path=''
  local -a known=( '' 'status' 'close' 'guard' 'lockdown' 'open' 'reopen' 'undo' 'proposals' 'approve' 'reject' 'history' 'check' 'apply' 'rollback' 'images' 'compile' 'render' 'render nginx' 'rules' 'rules test' 'inspect' 'run' 'completion' 'version' 'drill' 'drill play' 'drill live' 'drill train' 'drill list' 'drill allow' 'drill disallow' 'drill key')
  cur="${COMP_WORDS[COMP_CWORD]}"
  # A colon breaks words in bash: compartment:NAME is put together again.
  if declare -F _get_comp_words_by_ref >/dev/null; then _get_comp_words_by_ref -n : cur prev words cword; else words=("${COMP_WORDS[@]}"); cword=$COMP_CWORD; prev="${COMP_WORDS[COMP_CWORD-1]}"; fi
  for word in "${words[@]:1:cword-1}"; do
    local next="${path:+$path }$word" candidate
    for candidate in "${known[@]}"; do [[ "$candidate" == "$next" ]] && path="$next" && break; done
  done
  case "$path" in
    '')
      case "$prev" in
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      COMPREPLY=($(compgen -W 'status close guard lockdown open reopen undo proposals approve reject history check apply rollback images compile render rules inspect run completion version drill' -- "$cur"))
      ;;
    'status')
      case "$prev" in
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '-w --watch --json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      COMPREPLY=($(compgen -W "$(timeout 1 bulkhead scopes --services 2>/dev/null)" -- "$cur"))
      ;;
    'close')
      case "$prev" in
        --public) COMPREPLY=(); return ;;
        --cause) COMPREPLY=($(compgen -W 'load maintenance attack compromise' -- "$cur")); return ;;
        --for) COMPREPLY=(); return ;;
        --until) COMPREPLY=(); return ;;
        --then) COMPREPLY=(); return ;;
        --reason) COMPREPLY=(); return ;;
        --drain) COMPREPLY=(); return ;;
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--all --public --cause --for --until --then --reason --alone --dry-run -y --yes --drill --drain --direct --json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      COMPREPLY=($(compgen -W "$(timeout 1 bulkhead scopes 2>/dev/null)" -- "$cur"))
      ;;
    'guard')
      case "$prev" in
        --public) COMPREPLY=(); return ;;
        --cause) COMPREPLY=($(compgen -W 'load maintenance attack compromise' -- "$cur")); return ;;
        --for) COMPREPLY=(); return ;;
        --until) COMPREPLY=(); return ;;
        --then) COMPREPLY=(); return ;;
        --reason) COMPREPLY=(); return ;;
        --share) COMPREPLY=(); return ;;
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--all --public --cause --for --until --then --reason --alone --dry-run -y --yes --drill --share --json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      COMPREPLY=($(compgen -W "$(timeout 1 bulkhead scopes 2>/dev/null)" -- "$cur"))
      ;;
    'lockdown')
      case "$prev" in
        --public) COMPREPLY=(); return ;;
        --cause) COMPREPLY=($(compgen -W 'load maintenance attack compromise' -- "$cur")); return ;;
        --for) COMPREPLY=(); return ;;
        --until) COMPREPLY=(); return ;;
        --then) COMPREPLY=(); return ;;
        --reason) COMPREPLY=(); return ;;
        --share) COMPREPLY=(); return ;;
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--all --public --cause --for --until --then --reason --alone --dry-run -y --yes --drill --share --json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      COMPREPLY=($(compgen -W "$(timeout 1 bulkhead scopes 2>/dev/null)" -- "$cur"))
      ;;
    'open')
      case "$prev" in
        --public) COMPREPLY=(); return ;;
        --cause) COMPREPLY=($(compgen -W 'load maintenance attack compromise' -- "$cur")); return ;;
        --for) COMPREPLY=(); return ;;
        --until) COMPREPLY=(); return ;;
        --then) COMPREPLY=(); return ;;
        --reason) COMPREPLY=(); return ;;
        --share) COMPREPLY=(); return ;;
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--all --public --cause --for --until --then --reason --alone --dry-run -y --yes --drill --share --json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      COMPREPLY=($(compgen -W "$(timeout 1 bulkhead scopes 2>/dev/null)" -- "$cur"))
      ;;
    'reopen')
      case "$prev" in
        --public) COMPREPLY=(); return ;;
        --cause) COMPREPLY=($(compgen -W 'load maintenance attack compromise' -- "$cur")); return ;;
        --for) COMPREPLY=(); return ;;
        --until) COMPREPLY=(); return ;;
        --then) COMPREPLY=(); return ;;
        --reason) COMPREPLY=(); return ;;
        --share) COMPREPLY=(); return ;;
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--all --public --cause --for --until --then --reason --alone --dry-run -y --yes --drill --share --json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      COMPREPLY=($(compgen -W "$(timeout 1 bulkhead scopes 2>/dev/null)" -- "$cur"))
      ;;
    'undo')
      case "$prev" in
        --reason) COMPREPLY=(); return ;;
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--reason --alone --dry-run -y --yes --drill --json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      COMPREPLY=()
      ;;
    'proposals')
      case "$prev" in
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      ;;
    'approve')
      case "$prev" in
        --digest) COMPREPLY=(); return ;;
        --reason) COMPREPLY=(); return ;;
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--digest --reason -y --yes --drill --json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      COMPREPLY=()
      ;;
    'reject')
      case "$prev" in
        --reason) COMPREPLY=(); return ;;
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--reason -y --yes --drill --json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      COMPREPLY=()
      ;;
    'history')
      case "$prev" in
        --limit) COMPREPLY=(); return ;;
        --before) COMPREPLY=(); return ;;
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--limit --before --json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      COMPREPLY=($(compgen -W "$(timeout 1 bulkhead scopes --services 2>/dev/null)" -- "$cur"))
      ;;
    'check')
      case "$prev" in
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      COMPREPLY=($(compgen -f -- "$cur"))
      ;;
    'apply')
      case "$prev" in
        --reason) COMPREPLY=(); return ;;
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--reason --alone --dry-run -y --yes --json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      COMPREPLY=($(compgen -f -- "$cur"))
      ;;
    'rollback')
      case "$prev" in
        --reason) COMPREPLY=(); return ;;
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--reason --alone --dry-run -y --yes --json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      COMPREPLY=()
      ;;
    'images')
      case "$prev" in
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      ;;
    'compile')
      case "$prev" in
        -o) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --output) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '-o --output --dump --json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      COMPREPLY=($(compgen -f -- "$cur"))
      ;;
    'render')
      case "$prev" in
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      COMPREPLY=($(compgen -W 'nginx' -- "$cur"))
      ;;
    'render nginx')
      case "$prev" in
        -o) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --output) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --module) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --image) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --pid) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --user) COMPREPLY=(); return ;;
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '-o --output --module --image --pid --user --json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      COMPREPLY=($(compgen -f -- "$cur"))
      ;;
    'rules')
      case "$prev" in
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      COMPREPLY=($(compgen -W 'test' -- "$cur"))
      ;;
    'rules test')
      case "$prev" in
        --rules) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --overrides) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --through) COMPREPLY=(); return ;;
        --log) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --only) COMPREPLY=(); return ;;
        --expected) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--rules --overrides --through --log --only --expected --list-failures --json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      COMPREPLY=($(compgen -d -- "$cur"))
      ;;
    'inspect')
      case "$prev" in
        --policy) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --rules) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --service) COMPREPLY=($(compgen -W "$(timeout 1 bulkhead scopes --services 2>/dev/null)" -- "$cur")); return ;;
        --paranoia) COMPREPLY=(); return ;;
        --response) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --request-url) COMPREPLY=(); return ;;
        --method) COMPREPLY=(); return ;;
        --header) COMPREPLY=(); return ;;
        --data) COMPREPLY=(); return ;;
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--policy --rules --service --paranoia --guarded --trace --response --request-url --method --header --data --json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      COMPREPLY=($(compgen -f -- "$cur"))
      ;;
    'run')
      case "$prev" in
        --policy) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --port) COMPREPLY=(); return ;;
        --port-base) COMPREPLY=(); return ;;
        --persons) COMPREPLY=(); return ;;
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--demo --policy --port --port-base --persons --json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      ;;
    'completion')
      case "$prev" in
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      COMPREPLY=($(compgen -W 'bash zsh fish' -- "$cur"))
      ;;
    'version')
      case "$prev" in
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      ;;
    'drill')
      case "$prev" in
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      COMPREPLY=($(compgen -W 'play live train list allow disallow key' -- "$cur"))
      ;;
    'drill play')
      case "$prev" in
        --attacker) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --arm) COMPREPLY=($(compgen -W 'nothing off-by-hand bulkhead modsecurity haproxy' -- "$cur")); return ;;
        --seed) COMPREPLY=(); return ;;
        -o) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --output) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --target) COMPREPLY=(); return ;;
        --key) COMPREPLY=(); return ;;
        --from) COMPREPLY=(); return ;;
        --policy) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--attacker --arm --seed --together -o --output --target --key --from --policy --live --json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      COMPREPLY=($(compgen -f -- "$cur"))
      ;;
    'drill live')
      case "$prev" in
        --arm) COMPREPLY=($(compgen -W 'nothing off-by-hand bulkhead modsecurity haproxy' -- "$cur")); return ;;
        --seed) COMPREPLY=(); return ;;
        --port) COMPREPLY=(); return ;;
        -o) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --output) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--arm --seed --port --no-browser -o --output --json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      COMPREPLY=($(compgen -f -- "$cur"))
      ;;
    'drill train')
      case "$prev" in
        --seed) COMPREPLY=(); return ;;
        --port) COMPREPLY=(); return ;;
        -o) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --output) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--seed --port --no-browser -o --output --json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      COMPREPLY=($(compgen -f -- "$cur"))
      ;;
    'drill list')
      case "$prev" in
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      ;;
    'drill allow')
      case "$prev" in
        --from) COMPREPLY=(); return ;;
        --rate) COMPREPLY=(); return ;;
        --for) COMPREPLY=(); return ;;
        --reason) COMPREPLY=(); return ;;
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--from --rate --for --live --reason --json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      ;;
    'drill disallow')
      case "$prev" in
        --reason) COMPREPLY=(); return ;;
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--reason --json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      ;;
    'drill key')
      case "$prev" in
        --state) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --socket) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --url) COMPREPLY=(); return ;;
        --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --ca-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '--json --state --socket --url --token-file --ca-file -h --help' -- "$cur")); return; fi
      ;;
  esac
  if declare -F __ltrim_colon_completions >/dev/null; then __ltrim_colon_completions "$cur"; fi
}
complete -F _bulkhead bulkhead
