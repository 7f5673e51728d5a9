#include "drill/live/look.h"

namespace bulkhead::drill {
namespace {

// A door is a frame and a leaf; each state has its own leaf, mark and words, so that none is told by colour alone.
constexpr std::string_view kStyle = R"css(
[hidden]{display:none!important}
header,main,footer{padding-inline:max(1.25rem,50vw - 40rem)}
main{padding-block:1.25rem 2rem}
h1{margin-bottom:.75rem}
.clock{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;align-items:baseline;max-width:none;margin:0;font-variant-numeric:tabular-nums}
.clock strong{font-size:1.25rem}
progress{width:100%;height:.75rem;margin:.25rem 0 1rem;accent-color:var(--accent)}
.arms{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(22rem,100%),1fr));gap:1.5rem}
.arms>section{border:1px solid var(--line);border-top:.375rem solid var(--arm);border-radius:.375rem;padding:1rem;min-width:0}
.arms h2{margin:0 0 .25rem}
h3{margin:1rem 0 .5rem}
.big{margin:0;font-variant-numeric:tabular-nums;color:var(--soft)}
.big strong{font-size:3.5rem;line-height:1.1;color:var(--arm);margin-inline-end:.35rem;letter-spacing:-.02em}
.doors{list-style:none;padding:0;margin:0;max-width:none;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(12rem,100%),1fr));gap:.5rem}
.door{display:grid;grid-template-columns:2.25rem 1fr;gap:0 .625rem;margin:0;padding:.5rem;border:1px solid var(--line);border-radius:.25rem;min-height:6.25rem;align-content:start;line-height:1.35;font-size:.9375rem;--state:var(--soft)}
.door>b{grid-row:1/5;width:2.25rem;height:3.25rem;display:grid;place-items:center;border:.1875rem solid var(--state);border-bottom-width:.3125rem;border-radius:.1875rem .1875rem 0 0;color:var(--state);font-size:1.25rem}
.door>b::before{content:"\2013" / ""}
.door>span{overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
.door>.words{color:var(--state);font-weight:600}
.door>:nth-child(n+4){color:var(--soft);font-size:.875rem}
.door.finishing{--state:var(--good)}
.door.finishing>b::before{content:"\2713" / ""}
.door.failing{--state:var(--bad)}
.door.failing>b::before{content:"\2715" / ""}
.door.refused{--state:var(--mid)}
.door.refused>b::before{content:"\25D0" / ""}
.door.closed{--state:var(--ink)}
.door.closed>b{background:var(--state);color:var(--paper)}
.door.closed>b::before{content:"\25A0" / ""}
.door.gone{--state:var(--bad)}
.door.gone>b{border-style:dashed}
.door.gone>b::before{content:"\2205" / ""}
.flow{display:block;width:100%;height:6rem;border:1px solid var(--line);border-inline-width:0;overflow:visible}
.over-time{margin:0;font-size:.875rem;color:var(--soft);display:flex;justify-content:space-between}
.orders{list-style:none;padding:0;margin:0;max-width:none;font-size:.9375rem;min-height:10rem}
.orders li{display:grid;grid-template-columns:3rem 1fr;gap:.5rem;margin:0;padding:.25rem 0;border-bottom:1px solid var(--line)}
.orders li>:first-child{color:var(--soft);font-variant-numeric:tabular-nums}
.try{list-style:none;padding:0;max-width:none;display:grid;grid-template-columns:repeat(auto-fit,minmax(min(28rem,100%),1fr));gap:.5rem 1.5rem}
.try a{display:inline-block;padding:.25rem 0}
code{font-size:.9375em}
)css";

// Values stand in the page where data-… says which of the state's they are; only what changed is touched. When the drill is
// over and its report written, nothing changes any more and nobody asks.
constexpr std::string_view kScript = R"js(
'use strict';
const at = (state, path) => path.split('.').reduce((value, key) => value?.[key], state) ?? '';
const each = (kind, change) => document.querySelectorAll(`[data-${kind}]`).forEach((one) => change(one, one.dataset[kind]));
const set = (one, key, value) => { if (one[key] !== value) one[key] = value; };
function show(state) {
  each('text', (one, path) => set(one, 'textContent', String(at(state, path))));
  each('door', (one, path) => set(one, 'className', `door ${at(state, path)}`));
  each('value', (one, path) => set(one, 'value', Number(at(state, path))));
  each('shown', (one, path) => set(one, 'hidden', !at(state, path)));
  each('link', (one, path) => { const to = at(state, path); if (to && one.getAttribute('href') !== to) one.href = to; });
  each('line', (one, path) => { const to = at(state, path); if (one.getAttribute('d') !== to) one.setAttribute('d', to); });
}
async function keep() {
  let state = null;
  try {
    const answer = await fetch('/state.json', { cache: 'no-store' });
    if (answer.ok) state = await answer.json();
  } catch { /* The drill has ended, or its program is gone. */ }
  document.getElementById('lost').hidden = state !== null;
  if (state) show(state);
  if (!state?.over) setTimeout(keep, 1000);
}
setTimeout(keep, 1000);
)js";

}  // namespace

std::string_view board_style() { return kStyle; }
std::string_view board_script() { return kScript; }

}  // namespace bulkhead::drill
