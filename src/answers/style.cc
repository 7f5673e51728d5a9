#include "answers/style.h"

namespace bulkhead::answers {
namespace {

// Colours are checked for contrast (WCAG 2.1 AA, 4.5:1 for text) by tests/browser in both schemes. Only logical properties
// (inline-start, not left), so that right-to-left pages need no rule of their own.
constexpr std::string_view kStyle = R"css(
:root{color-scheme:light dark;--paper:#fff;--ink:#1b1f24;--soft:#4d5661;--line:#d5dae0;--accent:#1f4b87;--band:#f3f5f8;--warn:#8a3b00;--warn-band:#fff4e5;--ok:#17663a;--bad:#9b1c1c}
@media(prefers-color-scheme:dark){:root{--paper:#14181d;--ink:#e9edf2;--soft:#aeb8c4;--line:#3a434e;--accent:#9cc3f8;--band:#1c2229;--warn:#ffc078;--warn-band:#2b2114;--ok:#7fd6a1;--bad:#ff9d9d}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Arabic",sans-serif;overflow-wrap:anywhere}
a{color:var(--accent);text-underline-offset:.15em}
a:hover{text-decoration-thickness:.15em}
a:focus-visible,main:focus-visible{outline:3px solid var(--accent);outline-offset:3px;border-radius:2px}
main:focus{outline:0}
.skip{position:absolute;inset-inline-start:1rem;top:-10rem;background:var(--paper);padding:.5rem 1rem}
.skip:focus{top:.5rem}
header,main,footer{max-width:40rem;margin:0 auto;padding:0 1.25rem}
header{padding-block:1.25rem .75rem;font-weight:600}
)css";

}  // namespace

std::string_view page_style() { return kStyle; }

std::string_view page_style_sha256() { return "dvVaJroxOVAzOR4i65JtXbEIp71zcuGr8u7Imno8DDQ="; }

}  // namespace bulkhead::answers
