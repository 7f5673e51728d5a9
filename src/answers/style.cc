#include "answers/style.h"

namespace bulkhead::answers {
namespace {

// Colours are checked for contrast (WCAG 2.1 AA: 4.5:1 for text, 3:1 for focus) by tests/browser in both
// schemes. Only logical properties (inline-start, not left), so that right-to-left pages need no rule of
// their own. Nothing moves, so prefers-reduced-motion has nothing to switch off. States differ by shape and
// word, not by colour alone.
constexpr std::string_view kStyle = R"css(
:root{color-scheme:light dark;--paper:#fff;--ink:#1a2129;--soft:#4c5763;--line:#d3d9e0;--accent:#17498c;--band:#f2f5f9;--ok:#17663a;--mid:#8a4b00;--bad:#a01f1f;--mid-band:#fff6e8}
@media(prefers-color-scheme:dark){:root{--paper:#12171d;--ink:#e8edf3;--soft:#aab6c3;--line:#38424e;--accent:#9cc4fa;--band:#1a2129;--ok:#7dd6a0;--mid:#ffc273;--bad:#ff9f9a;--mid-band:#2a2114}}
@media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--soft:#333;--line:#999;--accent:#000;--band:#fff;--ok:#000;--mid:#000;--bad:#000;--mid-band:#fff}.skip,nav{display:none}main a[href^="http"]::after{content:" (" attr(href) ")"}section,li,dl>div{break-inside:avoid}}
*,::before,::after{box-sizing:border-box}
[hidden]{display:none!important}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{display:flex;flex-direction:column;min-height:100vh;margin:0;border-top:.375rem solid var(--accent);background:var(--paper);color:var(--ink);font:1.0625rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Arabic","Noto Naskh Arabic",sans-serif;overflow-wrap:anywhere}
header,footer{background:var(--band)}
header{border-bottom:1px solid var(--line)}
footer{border-top:1px solid var(--line);margin-top:3rem;color:var(--soft);font-size:.9375rem}
header,main,footer{padding-inline:max(1.25rem,50vw - 20rem)}
header{padding-block:.875rem;display:flex;flex-wrap:wrap;gap:.25rem 2rem;align-items:center;justify-content:space-between}
header p{margin:0;font-weight:600;font-size:1.125rem;line-height:1.4}
main{flex:1;padding-block:2.25rem 0}
footer{padding-block:1rem 2rem}
a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.18em}
a:hover{text-decoration-thickness:2px}
a:focus-visible,main:focus-visible{outline:3px solid var(--accent);outline-offset:3px;border-radius:2px}
main:focus{outline:0}
header a{color:inherit}
header a:not(:hover){text-decoration:none}
.skip{position:absolute;inset-inline-start:1rem;top:-10rem;padding:.5rem 1rem;background:var(--paper);z-index:1}
.skip:focus{top:.75rem}
h1{font-size:clamp(1.625rem,1.3rem + 1.9vw,2.25rem);line-height:1.2;letter-spacing:-.012em;margin:0 0 1rem;text-wrap:balance}
h2{font-size:1.1875rem;line-height:1.3;margin:2.25rem 0 .5rem}
h3{font-size:1.0625rem;margin:0}
:lang(ar) :is(h1,h2,h3){letter-spacing:0;line-height:1.45}
p{margin:0 0 .75rem}
.lead{font-size:1.1875rem;line-height:1.55}
.soft{color:var(--soft)}
.notice{margin:1.5rem 0;padding:1rem 1.25rem;background:var(--mid-band);border:1px solid var(--mid);border-inline-start-width:.375rem;border-radius:.25rem}
.notice h2{margin:0 0 .25rem;color:var(--mid)}
.notice p:last-child{margin:0}
dl{margin:0}
dt{color:var(--soft);font-size:.9375rem}
dd{margin:0}
.facts{display:flex;flex-wrap:wrap;margin:1.75rem 0 .75rem;border:1px solid var(--line);border-radius:.375rem;overflow:hidden;background:var(--line);gap:1px}
.facts>div{flex:1 1 15rem;padding:.875rem 1.25rem;background:var(--band)}
.facts dd{font-size:1.125rem;font-weight:600;line-height:1.4}
.facts dd{text-wrap:balance}
ul,ol{list-style:none;margin:0;padding:0}
.go{border-top:1px solid var(--line)}
.go li{border-bottom:1px solid var(--line)}
.go a,.go li>bdi{display:block;padding:.625rem 0}
footer dl{display:flex;flex-wrap:wrap;gap:.5rem 2.5rem;margin-bottom:.5rem}
code{font:.875rem/1.5 ui-monospace,SFMono-Regular,Consolas,"Liberation Mono",monospace;color:var(--ink)}
)css";

// What only the status site has.
constexpr std::string_view kStatusStyle = R"css2(
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem}
nav a{display:inline-block;padding:.25rem 0}
header nav a:not([aria-current],:hover){text-decoration:underline;text-decoration-thickness:1px}
[aria-current]{font-weight:600}
.overall{display:flex;gap:.75rem;padding:.875rem 1.25rem;margin:0 0 .75rem;border:1px solid;border-inline-start-width:.375rem;border-radius:.25rem;font-size:1.1875rem;font-weight:600;line-height:1.4}
.operational{--state:var(--ok);--mark:"\2713"}
.degraded{--state:var(--mid);--mark:"\25D0"}
.closed{--state:var(--bad);--mark:"\2715"}
.overall{color:var(--state);background:var(--band)}
.overall::before,.state::before{content:var(--mark) / "";margin-inline-end:.4em}
.overall::before{margin:0}
.services{border-top:1px solid var(--line)}
.services>li{padding:.75rem 0;border-bottom:1px solid var(--line)}
.name{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1.5rem;margin:0;font-weight:600}
.state{color:var(--state);white-space:nowrap}
.operational .name{font-weight:400}
.state{font-weight:600}
.services p+p{margin:.25rem 0 .5rem}
.services dl{font-size:.9375rem;display:grid;gap:.375rem 1.5rem}
@media(min-width:36rem){.services dl>div{display:grid;grid-template-columns:13rem 1fr;gap:1.5rem}}
.history li{padding:0 0 1.25rem}
.history p{margin:0 0 .25rem}
)css2";

constexpr std::string_view kStaleScript =
    R"js((function(){var n=document.getElementById("stale"),u=Date.parse(n.dataset.validUntil);function c(){if(Date.now()>u)n.hidden=false}c();setInterval(c,15000)})())js";

}  // namespace

std::string_view page_style() { return kStyle; }

std::string_view status_style() { return kStatusStyle; }

std::string_view stale_script() { return kStaleScript; }

std::string_view page_style_sha256() { return "7fiBd9pKHTAoOLmmOYazsJubVC73CO88q3dP157hyBk="; }

std::string_view status_style_sha256() { return "xlZSSGgaO7OgejiUWcn7Q73boGEvNYa02ujjZZPbKho="; }

std::string_view stale_script_sha256() { return "Myr3PaStONFxZz+kgfqxMlkA31tH7IPaMdII5CD/9Hc="; }

}  // namespace bulkhead::answers
