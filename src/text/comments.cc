// t:removeComments, t:removeCommentsChar, t:replaceComments: the comments of C, SQL, HTML and shells.
//
// removeComments     takes out `/*…*/` and `<!--…-->`, either end closing either; from `--` or `#` on, everything.
//                    What is never closed becomes one space. The byte behind a comment is kept without a look at
//                    what it begins; where there is none, a NUL byte stands for it, as ModSecurity's own tests
//                    want it.
// removeCommentsChar takes out the marks and leaves what they enclose.
// replaceComments    makes one space of each `/*…*/`, closed or not.

#include "text/plain_run.h"
#include "text/transformations.h"

namespace bulkhead::text {
namespace {

constexpr std::size_t kEndless = std::string_view::npos;

bool has(std::string_view in, std::size_t at, std::string_view mark) {
  return in.substr(at).starts_with(mark);
}

// Where the comment whose text begins at `at` is over, behind its end mark; kEndless when nothing ends it.
std::size_t comment_end(std::string_view in, std::size_t at) {
  for (; at < in.size(); ++at) {
    if (has(in, at, "*/")) return at + 2;
    if (has(in, at, "-->")) return at + 3;
  }
  return kEndless;
}

// How long the mark at `at` is that opens a comment; 0 where there is none.
std::size_t opening_at(std::string_view in, std::size_t at) {
  if (has(in, at, "/*")) return 2;
  if (has(in, at, "<!--")) return 4;
  return 0;
}

// How long the mark at `at` is that opens or closes a comment; 0 where there is none.
std::size_t mark_at(std::string_view in, std::size_t at) {
  switch (in[at]) {
    case '/': return has(in, at, "/*") ? 2 : 0;
    case '*': return has(in, at, "*/") ? 2 : 0;
    case '<': return has(in, at, "<!--") ? 4 : 0;
    case '-': return has(in, at, "-->") ? 3 : (has(in, at, "--") ? 2 : 0);
    case '#': return 1;
    default: return 0;
  }
}

}  // namespace

std::size_t remove_comments(std::string_view in, char* out) noexcept {
  std::size_t written = 0;
  std::size_t i = 0;
  while (i < in.size()) {
    if (in[i] == '#' || has(in, i, "--")) return written;
    if (const std::size_t mark = opening_at(in, i); mark > 0) {
      i = comment_end(in, i + mark);
      if (i == kEndless) {
        out[written++] = ' ';
        return written;
      }
      out[written++] = i < in.size() ? in[i] : '\0';
      ++i;
      continue;
    }
    out[written++] = in[i++];
  }
  return written;
}

std::size_t remove_comments_char(std::string_view in, char* out) noexcept {
  std::size_t written = 0;
  for (std::size_t i = 0; i < in.size();) {
    if (const std::size_t mark = mark_at(in, i); mark > 0) {
      i += mark;
    } else {
      out[written++] = in[i++];
    }
  }
  return written;
}

std::size_t replace_comments(std::string_view in, char* out) noexcept {
  std::size_t written = 0;
  std::size_t i = 0;
  while (true) {
    const std::size_t plain = copy_until<'/'>(in, i, out + written);
    written += plain;
    i += plain;
    if (i == in.size()) return written;
    if (!has(in, i, "/*")) {
      out[written++] = in[i++];
      continue;
    }
    out[written++] = ' ';
    const std::size_t end = in.find("*/", i + 2);
    if (end == std::string_view::npos) return written;
    i = end + 2;
  }
}

}  // namespace bulkhead::text
