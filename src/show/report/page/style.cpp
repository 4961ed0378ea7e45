// SPDX-License-Identifier: Apache-2.0
#include "show/report/page/style.h"

namespace karuna::show {

// Tokens, type and spacing are those of the house: two hues carry meaning, ink carries everything else; steps of 4; 13, 16, 20, 26, 34.
const std::string_view page_style = R"css(
:root{color-scheme:light dark;--paper:#FBF8F2;--card:#FFFFFF;--line:#D9D2C5;--ink:#1E2530;--soft:#55606E;--teal:#0B6A6E;--clay:#A8481F;--gold:#8A6100;--mist:#E6EFEE;--blush:#F6E7DE;--focus:#1B4FD8;--band:#ECE6DA}
@media (prefers-color-scheme:dark){:root{--paper:#14181D;--card:#1C2229;--line:#39424D;--ink:#EEF0EE;--soft:#A9B3BD;--teal:#5CC8C4;--clay:#F0986B;--gold:#E0B84C;--mist:#17312F;--blush:#3A261C;--focus:#8FB2FF;--band:#2B333C}}
*{box-sizing:border-box}
html{font-size:17px;-webkit-text-size-adjust:100%;scroll-padding-top:24px;overflow-wrap:anywhere}
table{overflow-wrap:break-word}.heat tbody th{overflow-wrap:anywhere}
@media (min-width:640px){html{font-size:16px}}
body{margin:0;background:var(--paper);color:var(--ink);font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Arabic",Tahoma,sans-serif;line-height:1.5}
h1,h2,h3{line-height:1.2;font-weight:600;margin:0;text-wrap:balance}
h1{font-size:26px;letter-spacing:-.012em;max-width:34ch}
h2{font-size:20px;letter-spacing:-.006em;max-width:46ch}
h3{font-size:16px;max-width:60ch}
@media (min-width:640px){h1{font-size:34px}h2{font-size:26px}h3{font-size:17px}}
p{margin:0 0 12px;max-width:68ch}
ul,ol{margin:0;padding:0;list-style:none}
small,.about,.kicker{font-size:13px;color:var(--soft)}
small{font-weight:400}
.kicker{margin:0 0 8px;letter-spacing:.01em;max-width:none}
.about{margin:4px 0 12px;max-width:80ch}
.about b{color:var(--ink);font-weight:600}
.lead{font-size:17px}
b{font-weight:600}
.gap{margin:40px 0 12px}
a{color:var(--teal);text-underline-offset:3px}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:4px}
main{min-width:0}main:focus{outline:none}
.unseen{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.shapes{position:absolute}
.skip{position:absolute;inset-inline-start:16px;top:-80px;background:var(--card);padding:12px 16px;border-radius:6px;z-index:3}
.skip:focus{top:12px}
.top,.frame{max-width:1240px;margin-inline:auto;padding-inline:16px}
@media (min-width:640px){.top,.frame{padding-inline:32px}}
.top{padding-block:24px 16px}
.top p{margin:0;max-width:none}
.title{font-size:16px;font-weight:600;color:var(--ink)}
.top .title+p{color:var(--soft);font-size:13px}
.frame{display:grid;grid-template-columns:minmax(0,1fr);gap:16px 48px;padding-bottom:64px}
nav summary{min-height:48px;display:flex;align-items:center;font-weight:600}
nav a{display:block;padding:12px 0;color:var(--soft);text-decoration:none;font-size:16px}
nav a:hover{color:var(--teal);text-decoration:underline}
nav button{margin-top:12px}
@media (min-width:1080px){.frame{grid-template-columns:184px minmax(0,1fr)}nav{position:sticky;top:24px;align-self:start;padding-top:8px}nav a{padding:6px 0;font-size:14px}nav summary{min-height:0;padding:4px 0;font-size:13px;color:var(--soft);font-weight:400}}
button{font:inherit;font-size:14px;min-height:44px;padding:4px 14px;color:var(--ink);background:var(--card);border:1px solid var(--soft);border-radius:6px;cursor:pointer}
button:hover{border-color:var(--teal);color:var(--teal)}
button[aria-pressed=true]{background:var(--mist);border-color:var(--teal)}
kbd{font:inherit;font-size:13px;border:1px solid var(--line);border-radius:4px;padding:0 5px;margin-inline-start:6px;color:var(--soft)}
section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:24px 16px;margin-bottom:16px}
@media (min-width:640px){section{padding:32px;margin-bottom:24px}}
section>h2+*{margin-top:16px}
.hero h1{margin-bottom:16px}
.hero-plot{margin:24px 0 8px}
.hero-plot svg.p{height:84px}
.hero-label{font-size:20px;font-weight:600;fill:var(--ink);text-anchor:middle;font-variant-numeric:tabular-nums}
.hero-plot .thick{height:16px;transform:translateY(-8px)}
.hero-plot .thin{stroke-width:3}
.hero-plot .before{r:5px}
.asides{margin-top:16px;border-top:1px solid var(--line);padding-top:12px}
.asides li{font-size:14px;color:var(--soft);max-width:80ch;margin-bottom:4px}
.caution{color:var(--gold)}
.empty{color:var(--soft);border:1px dashed var(--soft);border-radius:10px;padding:24px;max-width:none}
.findings{display:grid;gap:12px;grid-template-columns:repeat(auto-fit,minmax(min(100%,230px),1fr));margin:16px 0}
.findings li{display:flex;gap:10px;border-radius:10px;padding:16px;background:var(--paper);border:1px solid var(--line)}
.findings li.good{background:var(--mist)}.findings li.care{background:var(--blush)}
.findings .sign{margin-top:3px}
.findings p{margin:0;font-size:17px;line-height:1.4}
.chart{margin:0}
.chart+.chart{margin-top:40px}
section>h2+.chart{margin-top:4px}
#profile>h2{font-size:20px}
.row{display:grid;grid-template-columns:minmax(0,1fr) auto;grid-template-areas:"name value" "plot plot";align-items:center;column-gap:12px;padding:8px 0 2px;min-height:48px}
.row>.plot{align-self:stretch}
.row .name{grid-area:name;display:flex;flex-wrap:wrap;align-items:baseline;column-gap:8px;min-width:0}
.row .name small{flex-basis:100%;line-height:1.35}
.row .plot{grid-area:plot;min-width:0}
.row .value{grid-area:value;white-space:nowrap;font-variant-numeric:tabular-nums;text-align:end}
.row .count{display:none}
.row .why{grid-column:1/-1;font-size:13px;color:var(--gold);max-width:80ch;padding-bottom:4px}
.range{color:var(--soft);font-size:14px}
.value.none{color:var(--soft)}
.range,.count,.num,.h,.figure{direction:ltr;unicode-bidi:isolate}
[dir=rtl] :is(p,h1,h2,h3,li,dd,dt,small,th,td,.why,nav a){unicode-bidi:plaintext;text-align:right}
[dir=rtl] .row .value{text-align:left}[dir=rtl] td.h{text-align:center}
@media (min-width:720px){[dir=rtl] .row .value{text-align:right}}
.strong>.name,.whole>.name,.row.d1>.name{font-weight:600}
.rows .d1>.name{font-weight:400}
.axis-row{min-height:0;padding:0}
.axis-row .name:empty{display:none}
@media (min-width:720px){
.row{grid-template-columns:minmax(10rem,14rem) minmax(0,1fr) 9.6rem 3.6rem;grid-template-areas:"name plot value count";padding:0;min-height:36px;column-gap:16px}
.row .count{grid-area:count;display:block;font-size:13px;color:var(--soft);text-align:end;font-variant-numeric:tabular-nums}
.row .value{text-align:start}
.rows .row{grid-template-columns:minmax(10rem,14rem) minmax(0,1fr) 11.6rem;grid-template-areas:"name plot value"}
.axis-row .name:empty{display:block}
.rows+.axis-row,.axis-row:has(+.rows){grid-template-columns:minmax(10rem,14rem) minmax(0,1fr) 11.6rem;grid-template-areas:"name plot value"}
}
.rows .d1>.name{padding-inline-start:20px}
@media (min-width:720px){.rows .row{min-height:44px}}
.row.d2>.name{padding-inline-start:40px}.row.d3>.name{padding-inline-start:60px}.row.d4>.name{padding-inline-start:80px}.row.d5>.name{padding-inline-start:100px}.row.d6>.name{padding-inline-start:120px}
.tree .d1>.name,.tree .d0>.name{padding-inline-start:20px}
.tree .row{border-top:1px solid transparent}
.tree .row.d1{border-top-color:var(--line)}
.tree .row:hover{background:linear-gradient(var(--mist),var(--mist)) 0 0/100% 100%}
@media (max-width:719px){.row.d2>.name{padding-inline-start:28px}.row.d3>.name{padding-inline-start:36px}.row.d4>.name,.row.d5>.name,.row.d6>.name{padding-inline-start:44px}}
summary{cursor:pointer}
summary.row{position:relative;list-style:none}
summary.row::-webkit-details-marker{display:none}
summary.row>.name::before{content:"";position:absolute;inset-inline-start:2px;width:7px;height:7px;border:solid var(--soft);border-width:0 2px 2px 0;transform:translateY(6px) rotate(-45deg)}
[dir=rtl] summary.row>.name::before{transform:translateY(6px) rotate(135deg)}
details[open]>summary.row>.name::before,[dir=rtl] details[open]>summary.row>.name::before{transform:translateY(4px) rotate(45deg)}
summary.row.d1>.name::before{inset-inline-start:4px}summary.row.d2>.name::before{inset-inline-start:24px}summary.row.d3>.name::before{inset-inline-start:44px}summary.row.d4>.name::before{inset-inline-start:64px}
.twin,.more{margin-top:16px}
.twin>summary,.more>summary,nav summary{color:var(--teal)}
.twin>summary{display:inline-flex;align-items:center;min-height:44px;font-size:14px}
.more{border-top:1px solid var(--line);margin-top:0}
.more>summary{min-height:48px;padding:12px 0;font-weight:600}
.more[open]{padding-bottom:24px}
.chart+.more,.legend+.more{margin-top:24px}
.tools{margin:0 0 8px}
svg.p,svg.axis,svg.strip,svg.funnel{display:block;width:100%;direction:ltr;overflow:visible}
.plot{position:relative}.row:not(.axis-row)>.plot{min-height:34px}.row svg.p{position:absolute;inset:0;height:100%}svg.axis{height:26px}svg.strip{height:16px}svg.funnel{height:360px}
.axis text,.funnel text{font-size:13px;fill:var(--soft);font-variant-numeric:tabular-nums}
.t-mid{text-anchor:middle}.t-last,.end{text-anchor:end}
.tick{stroke:var(--soft);stroke-width:1}
.rail{stroke:var(--line);stroke-width:1}
.ref{stroke:var(--soft);stroke-width:1.25;stroke-dasharray:3 3}
.band{fill:var(--band)}
.thin{stroke:currentColor;stroke-width:2}
.thick{height:10px;transform:translateY(-5px);fill:currentColor;fill-opacity:.34}
rect.hatched{height:10px;transform:translateY(-5px);fill:var(--card);stroke:var(--soft);stroke-width:1}
.cap{stroke:currentColor;stroke-width:2}
.hatching{stroke:var(--soft);stroke-width:10;stroke-dasharray:1 3}.strip .hatching{stroke-width:14}
.outer{stroke:var(--soft);stroke-width:1.5;stroke-dasharray:1 4;stroke-linecap:round}
.before{fill:var(--card);stroke:var(--soft);stroke-width:1.5}
.p g,.sign,.funnel g{color:var(--soft)}
.p g.good,.sign.good,.funnel g.good{color:var(--teal)}.p g.care,.sign.care,.funnel g.care{color:var(--clay)}
.fill{fill:currentColor}.open{fill:var(--card);stroke:var(--ink);stroke-width:2}.link{fill:none;stroke:var(--ink);stroke-width:2}
#m-dot,#m-large{fill:var(--ink)}
.box{fill:none;stroke:var(--soft);stroke-width:1.25;stroke-dasharray:2 2}.dash{stroke:var(--soft);stroke-width:1.5}
svg.sign{width:18px;height:18px;flex:none;vertical-align:-3px;overflow:visible}
svg.sign.wide{width:20px}
.value .sign{margin-inline-end:5px}
.name .sign{align-self:center}
.legend{display:flex;flex-wrap:wrap;gap:4px 20px;align-items:baseline;border-block:1px solid var(--line);padding:12px 0 8px;margin-bottom:20px}
.legend .kicker{margin:0}
.legend ul{display:flex;flex-wrap:wrap;gap:4px 20px;font-size:14px}
.legend .about{flex-basis:100%;margin:0}
table{border-collapse:collapse;font-size:14px;font-variant-numeric:tabular-nums}
th,td{text-align:start;padding:6px 12px 6px 0;border-bottom:1px solid var(--line);vertical-align:top}
[dir=rtl] th,[dir=rtl] td{padding:6px 0 6px 12px}
th{font-weight:600}thead th{color:var(--soft);font-weight:400;vertical-align:bottom}
.num{text-align:end}
.scroll{position:relative;overflow-x:auto;max-width:100%}
.heat table{border-collapse:separate;border-spacing:2px}
.heat thead th{padding:0 0 6px;border:0;color:var(--ink)}
.heat tbody th{position:sticky;inset-inline-start:0;background:var(--card);padding:0 10px 0 4px;border:0;vertical-align:middle;font-weight:400;min-width:8.5rem;max-width:13rem;z-index:1}
[dir=rtl] .heat tbody th{padding:0 4px 0 10px}
.heat .d0 th,.heat .d1 th{font-weight:600}.heat .d1 th{padding-inline-start:4px}.heat .d2 th{padding-inline-start:20px}.heat .d3 th{padding-inline-start:36px}
.turned{display:block;writing-mode:vertical-rl;transform:rotate(180deg);max-height:12.5rem;line-height:1.2;font-size:14px;font-weight:600;margin-inline:auto}
.turned small{display:block}
.h{border:0;padding:0 4px;height:40px;min-width:66px;text-align:center;vertical-align:middle;border-radius:4px;white-space:nowrap;font-size:15px}
[dir=rtl] .h{padding:0 4px}
.h b{font-weight:600}
.h1,.h7,.h2{color:#fff;--ink:#fff;--soft:#fff}.h3,.h4,.h5,.h6{color:#1E2530;--ink:#1E2530;--soft:#1E2530}
.h1{background:#7A2E12;--card:#7A2E12}.h2{background:#B5683F;--card:#B5683F}.h3{background:#E0B596;--card:#E0B596}.h4{background:#F1ECE3;--card:#F1ECE3}.h5{background:#A9CFCB;--card:#A9CFCB}.h6{background:#4F9C99;--card:#4F9C99}.h7{background:#0B5F63;--card:#0B5F63}
.h2 b{font-size:19px;font-weight:700}
.h .sign{color:inherit;width:16px;height:16px;margin-inline-end:3px}
.h.none{background:none;border:1px dotted var(--soft);color:var(--soft)}
td.hatched{background-image:repeating-linear-gradient(135deg,rgb(30 37 48/.13) 0 1px,transparent 1px 5px)}
.steps{display:flex;flex-wrap:wrap;align-items:center;gap:4px 8px}
.swatches{display:inline-flex;direction:ltr}
[dir=rtl] .swatches{direction:rtl}
.swatches i{width:26px;height:14px}
.steps-words{flex-basis:100%}
.limit{stroke:var(--soft);stroke-width:1.5}.limit.inner{stroke-dasharray:4 4;stroke-width:1}
.dot{fill:var(--card);stroke:var(--soft);stroke-width:1.5}
.funnel .label{fill:var(--ink)}.funnel .label.soft{fill:var(--soft)}
.funnel-axis{display:flex;justify-content:space-between;direction:ltr;max-width:none}
.cards{display:grid;gap:16px;grid-template-columns:repeat(auto-fill,minmax(min(100%,320px),1fr));margin-top:16px}
.card{border:1px solid var(--line);border-radius:10px;padding:16px;background:var(--paper)}
.gates li{display:flex;gap:8px;margin-bottom:8px}.gates p{margin:0;font-size:14px}
.gates .passed .sign{color:var(--teal)}.gates .failed .sign{color:var(--clay)}.gates .unknown .sign{color:var(--soft)}
.tickmark{fill:none;stroke:currentColor;stroke-width:2.25;stroke-linecap:round;stroke-linejoin:round}
.card .more{margin-top:8px}.card .more[open]{padding-bottom:0}.card .more>summary{font-size:14px;padding:12px 0 0}
.coefficients{display:grid;grid-template-columns:auto 1fr;gap:6px 12px;margin:8px 0 0;font-size:14px;font-variant-numeric:tabular-nums}
.coefficients dt{color:var(--soft)}.coefficients dd{margin:0}.coefficients small{display:block}
.two{display:grid;gap:8px 40px;margin-top:16px}
@media (min-width:900px){.two{grid-template-columns:1fr 1fr}}
.strips li{margin-bottom:12px}.strips .about{display:block;margin:2px 0 0}
.strip .own{fill:var(--teal)}.strip .pooled{fill:none;stroke:var(--soft);stroke-width:1}.strip .hidden{fill:none;stroke:var(--soft);stroke-width:1;stroke-dasharray:2 2}
.facts{margin:16px 0 0}
.facts div{display:grid;gap:0 24px;border-top:1px solid var(--line);padding:10px 0}
@media (min-width:640px){.facts div{grid-template-columns:12rem minmax(0,1fr)}}
.facts dt{font-weight:600}.facts dd{margin:0;max-width:68ch;overflow-wrap:anywhere}
.plain-list li{border-top:1px solid var(--line);padding:10px 0;max-width:80ch}
.warn li{padding-inline-start:16px;border-inline-start:3px solid var(--gold);border-top:0;margin-bottom:12px}
@media (min-width:760px){.files{columns:2;column-gap:40px}}
.files li{padding:2px 0;break-inside:avoid}.files a{display:inline-block;padding:8px 0;margin-inline-end:8px}
.foot{max-width:1184px;margin-inline:auto;padding:0 16px 40px;font-size:13px;color:var(--soft)}
@media (min-width:640px){.foot{padding-inline:32px}}
.foot p{max-width:none;margin:0}
@media (prefers-reduced-motion:no-preference){.skip{transition:top .12s}}
)css"
R"css(
@page{size:A4;margin:16mm 14mm 18mm;}
@media print{
:root{color-scheme:light;--paper:#fff;--card:#fff;--line:#BBB;--ink:#000;--soft:#333;--teal:#000;--clay:#000;--gold:#000;--mist:#fff;--blush:#fff;--band:#E4E4E4}
html{font-size:10.5pt}
.top,.frame{display:block;max-width:none;padding:0}
.top{padding-bottom:10pt}
h1{font-size:20pt}h2{font-size:14pt}h3{font-size:11pt}
nav,.skip,.tools,.twin,.trees{display:none}
td.hatched{background-image:none}
section{border:0;border-top:1px solid #999;border-radius:0;padding:12pt 0 8pt;margin:0}
h2,h3,.kicker,figcaption{break-after:avoid;break-inside:avoid}
.row,.card,.findings li,.facts div,tr{break-inside:avoid}
.row{grid-template-columns:150pt minmax(0,1fr) 92pt 34pt;grid-template-areas:"name plot value count";min-height:24pt;padding:0;column-gap:10pt}
.rows .row,.axis-row:has(+.rows){grid-template-columns:150pt minmax(0,1fr) 122pt;grid-template-areas:"name plot value"}
.row .count{display:block;font-size:8.5pt}.axis-row .name:empty{display:block}
.row .value{text-align:start}
.row:not(.axis-row)>.plot{min-height:24pt}
summary{list-style:none}
summary.row>.name::before{display:none}
.more>summary{color:#000}
details.more::details-content,details.units::details-content{content-visibility:visible;height:auto}
.cards{grid-template-columns:1fr 1fr}.two{grid-template-columns:1fr 1fr}
.scroll{overflow:visible}
.heat tbody th{position:static;min-width:0;font-size:8.5pt}
.h{height:20pt;min-width:0;padding:0 2pt;font-size:8.5pt;outline:.5pt solid #999;outline-offset:-.5pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.h2 b{font-size:8.5pt}
.h .sign{width:10pt;height:12pt}
.turned{font-size:8.5pt}
.band,.strip rect,.swatches i{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.strip .own{fill:#000}
.foot{font-size:8pt;color:#333;padding:0}
a{color:#000}
}
)css";

// `t` shows or hides the table twins; before printing everything that waits is opened. The page reads without it.
const std::string_view page_script = R"js(
(function(){
var d=document,all=function(q){return Array.prototype.slice.call(d.querySelectorAll(q))};
var twins=d.getElementById("twins");
function show(open){all("details.twin").forEach(function(t){t.open=open});if(twins){twins.setAttribute("aria-pressed",String(open))}}
if(twins){twins.hidden=false;twins.addEventListener("click",function(){show(twins.getAttribute("aria-pressed")!=="true")})}
all(".tools").forEach(function(p){p.hidden=false});
all("button[data-units]").forEach(function(b){b.addEventListener("click",function(){var open=b.getAttribute("data-units")==="open";
all("#units>figure details.units").forEach(function(u,i){u.open=open||i===0})})});
d.addEventListener("keydown",function(e){if(e.key!=="t"||e.ctrlKey||e.metaKey||e.altKey)return;var a=e.target;if(a&&/^(INPUT|TEXTAREA|SELECT)$/.test(a.tagName))return;
show(!(twins&&twins.getAttribute("aria-pressed")==="true"))});
var nav=d.querySelector("nav details");if(nav&&matchMedia("(min-width:1080px)").matches){nav.open=true}
var opened=[];
addEventListener("beforeprint",function(){opened=all("details:not(.twin):not([open])");opened.forEach(function(x){x.open=true})});
addEventListener("afterprint",function(){opened.forEach(function(x){x.open=false});opened=[]});
})();
)js";

}  // namespace karuna::show
