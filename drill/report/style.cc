#include "drill/report/style.h"

namespace bulkhead::drill {
namespace {

// The spirit is that of the public pages (src/answers/style.cc). Colours of arms are those of Okabe and Ito, darkened or
// lightened until they stand 4.5:1 against the paper; tests/browser looks at both schemes. What comes from elsewhere may be
// one long word, so that every text may break anywhere.
constexpr std::string_view kStyle = R"css(
:root{color-scheme:light dark;--paper:#fff;--ink:#1a2129;--soft:#4c5763;--line:#d3d9e0;--band:#f2f5f9;--accent:#17498c;--shade:#fbe9cf;--good:#17663a;--mid:#8a4b00;--bad:#a01f1f;--ours:#0b4fa8;--s1:#a8400a;--s2:#8a2f74;--s3:#00694c;--s4:#6b5600}
@media(prefers-color-scheme:dark){:root{--paper:#12171d;--ink:#e8edf3;--soft:#aab6c3;--line:#38424e;--band:#1a2129;--accent:#9cc4fa;--shade:#3a2d17;--good:#7dd6a0;--mid:#ffc273;--bad:#ff9f9a;--ours:#8cc1ff;--s1:#ff9d66;--s2:#eba0d8;--s3:#55d6ac;--s4:#e3c74f}}
@media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--soft:#333;--line:#999;--band:#fff;--accent:#000;--shade:#eee;--good:#000;--mid:#000;--bad:#000;--ours:#000;--s1:#a8400a;--s2:#8a2f74;--s3:#00694c;--s4:#6b5600}.skip,nav{display:none}.scroll{overflow:visible!important}figure,tr,li,h2,h3{break-inside:avoid}h2,h3{break-after:avoid}b,.shade,.bar{print-color-adjust:exact;-webkit-print-color-adjust:exact}td,th{min-width:0!important;position:static!important}table{font-size:.75rem!important}}
*,::before,::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;border-top:.375rem solid var(--accent);background:var(--paper);color:var(--ink);font:1.0625rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
header,main,footer{padding-inline:max(1.25rem,50vw - 36rem)}
header,footer{background:var(--band)}
header{border-bottom:1px solid var(--line);padding-block:.875rem}
header p{margin:0;color:var(--soft)}
main{padding-block:2rem 3rem}
main:focus{outline:0}
footer{border-top:1px solid var(--line);padding-block:1rem 2rem;color:var(--soft);font-size:.9375rem}
.skip{position:absolute;left:1rem;top:-10rem;padding:.5rem 1rem;background:var(--paper);z-index:2}
.skip:focus{top:.75rem}
a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.18em}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:2px}
h1{font-size:clamp(1.625rem,1.3rem + 1.9vw,2.25rem);line-height:1.2;letter-spacing:-.012em;margin:0 0 1rem;text-wrap:balance}
h2{font-size:1.375rem;line-height:1.3;margin:3rem 0 .75rem}
h3{font-size:1.0625rem;margin:1.75rem 0 .5rem}
p{margin:0 0 .75rem;max-width:46rem}
.lead{font-size:1.25rem;line-height:1.5}
.lead,.records{text-wrap:pretty}
.soft{color:var(--soft);font-size:.9375rem}
.headline{list-style:none;padding:0;margin:1.25rem 0;max-width:none}
.headline li{display:grid;gap:0 1rem;align-items:center;margin-bottom:.5rem}
.headline .bar{height:1.25rem;margin:0}
.headline>li>span:last-child{color:var(--soft);font-size:.9375rem}
@media(min-width:48rem){.headline li{grid-template-columns:12rem 1fr 19rem}}
ul,ol{margin:0 0 .75rem;padding-inline-start:1.25rem;max-width:46rem}
li{margin-bottom:.25rem}
nav ul{list-style:none;padding:0;margin:1.5rem 0 0;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;max-width:none}
.notice{padding:.75rem 1rem;border:1px solid var(--mid);border-inline-start-width:.375rem;border-radius:.25rem}
.scroll{overflow-x:auto;margin:0 0 1rem;border:1px solid var(--line);border-radius:.375rem}
table{border-collapse:collapse;width:100%;font-size:.9375rem;line-height:1.4;font-variant-numeric:tabular-nums}
th,td{padding:.5rem .75rem;text-align:end;vertical-align:top;border-bottom:1px solid var(--line)}
tbody tr:last-child>*{border-bottom:0}
th{font-weight:600;hyphens:auto}
tr>:first-child{position:sticky;left:0;z-index:1;background:var(--paper);text-align:start;min-width:8rem;max-width:18rem}
thead tr>th:nth-child(n){background:var(--band);vertical-align:bottom}
td,thead th+th{min-width:6.5rem;max-width:16rem}
tbody th{font-weight:400;color:var(--soft)}
.arms td{min-width:8.5rem}
.dense th,.dense td{padding:.25rem .75rem}
.dense td,.dense thead th+th{min-width:5rem}
.reasons tr>:first-child{max-width:none;width:100%}
.pictures td,.stages td,.pictures thead th+th,.stages thead th+th{text-align:start;min-width:10rem}
.stages td{min-width:13rem}
td>span,th>span{display:block}
th>span{font-size:.875rem;font-weight:400;color:var(--soft)}
.pictures span,.stages span{font-size:.875rem;color:var(--soft)}
.stages span{margin-top:.25rem}
.pictures tbody th,.stages tbody th{color:inherit}
.stages tbody th{font-weight:600;hyphens:auto}
.defended{color:var(--good)}
.partly{color:var(--mid)}
.undefended{color:var(--bad)}
.unplayed{color:var(--soft)}
:is(.defended,.partly,.undefended,.unplayed)::before{margin-inline-end:.4em}
.defended::before{content:"\2713" / ""}
.partly::before{content:"\25D0" / ""}
.undefended::before{content:"\2715" / ""}
.unplayed::before{content:"\2013" / ""}
details{margin:0 0 .75rem}
summary{cursor:pointer;color:var(--accent);padding:.25rem 0}
details[open]>summary{margin-bottom:.5rem}
.by-arm{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(26rem,100%),1fr));gap:0 3rem}
.facts{display:flex;flex-wrap:wrap;margin:0 0 1rem;border:1px solid var(--line);border-radius:.375rem;overflow:hidden;background:var(--line);gap:1px}
.facts>div{flex:1 1 11rem;padding:.5rem 1rem;background:var(--band)}
dt{color:var(--soft);font-size:.875rem}
dd{margin:0;font-weight:600}
.moments{list-style:none;padding:0}
.moments li{display:grid;grid-template-columns:3.5rem 4.5rem 1fr;gap:.75rem;padding:.25rem 0;margin:0;border-bottom:1px solid var(--line)}
.moments span:nth-child(-n+2){color:var(--soft);font-variant-numeric:tabular-nums}
.moments .order span:nth-child(n+2),.moments .trouble span:nth-child(n+2){color:inherit;font-weight:600}
figure{margin:0 0 1rem}
figcaption{max-width:46rem;margin-bottom:.75rem}
.legend{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;max-width:none}
.legend li{display:flex;align-items:center;gap:.5rem;margin:0}
.legend svg{width:3rem;height:.25rem;overflow:visible;flex:none}
b:is(.ours,.s1,.s2,.s3,.s4){display:inline-block;min-width:1.25rem;padding:0 .25rem;border-radius:.625rem;font-size:.8125rem;line-height:1.25rem;text-align:center;color:var(--paper);background:var(--arm)}
.ours{--arm:var(--ours);--dash:none}
.s1{--arm:var(--s1);--dash:2 5}
.s2{--arm:var(--s2);--dash:9 5}
.s3{--arm:var(--s3);--dash:12 4 2 4}
.s4{--arm:var(--s4);--dash:6 3 2 3 2 3}
svg path{vector-effect:non-scaling-stroke}
.line{fill:none;stroke:var(--arm);stroke-width:2;stroke-dasharray:var(--dash);stroke-linejoin:round;stroke-linecap:round}
.line.ours{stroke-width:3}
.time-chart{margin-inline-start:2.25rem;font-size:.8125rem;line-height:1.25rem;font-variant-numeric:tabular-nums;color:var(--soft)}
.phases,.flags,.times{position:relative;height:1.5rem}
.phases span{position:absolute;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;padding-inline-start:.25rem;border-inline-start:1px solid var(--soft);height:1.5rem}
.phases i{font-style:normal}
.flags span,.times span{position:absolute;transform:translateX(-50%)}
.times span:first-child{transform:none}
.plot{position:relative;height:18rem;border:1px solid var(--line);border-top:0}
.lines{display:block;width:100%;height:100%}
.plot .y{position:absolute;right:calc(100% + .375rem);transform:translateY(50%);white-space:nowrap}
.plot .at{position:absolute;transform:translate(-50%,50%)}
.plot .at b{box-shadow:0 0 0 2px var(--paper)}
.attacked{fill:var(--shade)}
.rule,.border{fill:none;stroke:var(--line);stroke-width:1}
.border{stroke:var(--soft);stroke-dasharray:1 4}
.mark{fill:none;stroke:var(--arm);stroke-width:1.5}
.phase-list{columns:20rem;column-gap:2.5rem;max-width:none}
.phase-list li{break-inside:avoid}
.shade{background:var(--shade);padding:0 .25rem;border-radius:.2rem}
.spark{display:block;width:100%;height:2.75rem;border-bottom:1px solid var(--soft)}
.area{fill:var(--arm);stroke:var(--arm);stroke-width:1;stroke-linejoin:round}
.bar{display:block;width:100%;height:.875rem;margin:.125rem 0 .25rem;background:var(--band)}
.finished{fill:var(--arm)}
.refused{fill:var(--ink)}
.failed{fill:var(--soft)}
@media(max-width:60rem){.phases i{display:none}}
@media(max-width:30rem){.plot{height:14rem}.moments li{grid-template-columns:2.75rem 4rem 1fr}th,td{padding:.5rem}tr>:first-child{min-width:7rem;max-width:8.5rem}}
)css";

}  // namespace

std::string_view report_style() { return kStyle; }

}  // namespace bulkhead::drill
