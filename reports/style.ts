/** Style of the page: dense and sober, fonts of the system, light and dark, paper. */
export const STYLE = `
:root{--ink:#1b2126;--dim:#56616b;--paper:#fff;--soft:#f3f5f7;--line:#d3d9df;--strong:#8b97a2;--link:#0b5394;--bad:#b3261e;--bad-soft:#fdeeec;--ask:#8a5a00;--ask-soft:#fff6e0;--good:#1f6b3a;--good-soft:#ebf6ee;--plain:#5b7c99;--accent:#244b6b}
@media (prefers-color-scheme:dark){:root{--ink:#e4e8eb;--dim:#9eabb6;--paper:#14181c;--soft:#1d2329;--line:#353e47;--strong:#6d7a86;--link:#7db8ee;--bad:#ff8a7f;--bad-soft:#3a1d1b;--ask:#f0bd5a;--ask-soft:#33270f;--good:#7ecf98;--good-soft:#16301f;--plain:#7f9db8;--accent:#a8c7e2}}
*{box-sizing:border-box}
html{scroll-padding-top:.5rem}
body{margin:0;background:var(--paper);color:var(--ink);font:14px/1.55 system-ui,-apple-system,"Segoe UI","PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","WenQuanYi Micro Hei",sans-serif;overflow-wrap:anywhere}
header.page,main{max-width:72rem;margin:0 auto;padding:0 1.25rem}
header.page{padding-top:1.25rem;border-bottom:2px solid var(--ink)}
.product{margin:0;color:var(--dim);font-size:.85em;letter-spacing:.04em}
h1{font-size:1.6em;line-height:1.25;margin:.1em 0}
.apps{margin:0 0 .5em;font-size:1.1em;color:var(--dim)}
nav ul{list-style:none;margin:.2em 0 .7em;padding:0;display:flex;flex-wrap:wrap;gap:.15em 1.1em}
h2{font-size:1.25em;margin:2em 0 .5em;padding-bottom:.2em;border-bottom:1px solid var(--strong)}
h3,.h3{font-size:1.06em;font-weight:650;margin:1.2em 0 .35em;line-height:1.4}
h4{font-size:1em;margin:0 0 .2em}
p{margin:.4em 0}
a{color:var(--link)}
a:focus-visible,summary:focus-visible,select:focus-visible,input:focus-visible,.scroll:focus-visible{outline:2px solid var(--link);outline-offset:2px}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Noto Sans Mono CJK SC",monospace;font-size:.92em}
pre{background:var(--soft);border:1px solid var(--line);padding:.5em .7em;white-space:pre-wrap;margin:.3em 0}
.dim,.help{color:var(--dim)}
.help{max-width:60em}
.note{border-left:3px solid var(--strong);padding:.1em .8em;color:var(--dim)}
.skip{position:absolute;left:-99em}
.skip:focus{left:.5em;top:.5em;background:var(--paper);padding:.4em .8em;z-index:9}
.definitions{position:absolute}
.answer{border:1px solid var(--line);border-left:6px solid var(--strong);padding:.6em 1em;margin:.8em 0;background:var(--soft)}
.answer.violation{border-left-color:var(--bad);background:var(--bad-soft)}
.answer.unknown{border-left-color:var(--ask);background:var(--ask-soft)}
.answer.pass{border-left-color:var(--good);background:var(--good-soft)}
.answer-word{font-size:1.15em;font-weight:700;margin:0}
.answer-sentence{font-size:1.08em}
.columns,.two{display:grid;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr));gap:.5em 2em;align-items:start}
table{border-collapse:collapse;margin:.5em 0;font-variant-numeric:tabular-nums}
table.wide,.columns table{width:100%}
table.small{font-size:.93em}
caption{text-align:left;font-weight:650;padding:.25em 0}
th,td{border-bottom:1px solid var(--line);padding:.28em .6em .28em 0;text-align:left;vertical-align:top}
thead th{border-bottom:1px solid var(--strong);color:var(--dim);font-weight:600;white-space:nowrap}
tbody th{font-weight:500}
.columns th:not(:first-child),.number{text-align:right;white-space:nowrap}
td.number,th.number{padding-right:1em}
table.wide .number{text-align:left}
td.words{min-width:13em}
.provisions td{min-width:6.5em}
.provisions code{white-space:nowrap}
tr.draft th,tr.draft td{color:var(--dim);font-style:italic}
tr.group th{background:var(--soft);padding:.3em .5em;font-weight:650}
.matrix{min-width:60%}
.matrix th[scope=row]{padding-left:.5em}
.matrix td,.matrix thead th{white-space:nowrap;padding-right:1.4em}
.matrix a{text-decoration-thickness:1px;text-underline-offset:2px}
.scroll{overflow-x:auto}
.hash{word-break:break-all}
.mark{white-space:nowrap}
.mark .symbol{display:inline-block;width:1.1em;text-align:center;font-weight:700}
.mark.violation{color:var(--bad);font-weight:650}
.mark.unknown,.mark.needs-person{color:var(--ask);font-weight:600}
.mark.pass{color:var(--good)}
.mark.not-applicable{color:var(--dim)}
.severity{white-space:nowrap;font-weight:650}
.severity .bars{letter-spacing:-.08em;font-size:.8em}
.severity .empty{opacity:.45}
.severity.critical,.severity.high{color:var(--bad)}
.severity.medium{color:var(--ask)}
.severity.low,.severity.info{color:var(--accent)}
.facts{display:grid;grid-template-columns:minmax(7em,max-content) 1fr;gap:.2em 1.2em;margin:.6em 0}
.facts dt{color:var(--dim)}
.facts dd{margin:0;min-width:0}
ul.plain{list-style:none;margin:0;padding:0}
.tag{display:inline-block;border:1px solid currentColor;border-radius:2px;padding:0 .35em;font-size:.85em;line-height:1.35;white-space:nowrap}
.tag.planted,.tag.reader{color:var(--bad)}
.tag.trigger{color:var(--accent)}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.2em 1.5em;padding:0;margin:.4em 0}
.legend svg{vertical-align:middle}
article.run{margin:1em 0 2em}
.lanes{border:1px solid var(--line);border-bottom:0}
.lane{display:grid;grid-template-columns:15rem 1fr;border-bottom:1px solid var(--line)}
.lane-label{padding:.2em .6em;border-right:1px solid var(--line);min-width:0;font-size:.93em;line-height:1.35;align-self:center}
.lane.has-flag .lane-label{border-left:3px solid var(--bad)}
.lane-svg{display:block;min-width:0;align-self:center;overflow:hidden}
.lane svg text{font-size:12px;fill:var(--ink)}
.lane svg text{font-family:inherit}
.state rect{fill:var(--soft);stroke:var(--strong);stroke-width:1}
.state-refused rect,.state-withdrawn rect,.state-denied rect,.state-denied-forever rect{fill:var(--bad-soft)}
.state-accepted rect,.state-granted rect{fill:var(--good-soft)}
.state-undecided rect,.state-guest rect,.state-never-asked rect{fill:var(--ask-soft)}
.state-background rect,.state-screen-locked rect,.state-stopped rect{fill:var(--line)}
.step path{stroke:var(--accent);stroke-width:2}
.step-length{fill:var(--accent);opacity:.5}
.bar{fill:var(--plain)}
.bar.flagged{fill:var(--bad);opacity:.55}
.flag use,.legend use{fill:var(--bad);stroke:var(--paper);stroke-width:1.5}
.decision{stroke:var(--ink);stroke-width:1.5}
.band{fill:url(#hatch)}
.hatch{stroke:var(--ink);stroke-width:1.2;opacity:.6}
.tick{stroke:var(--strong)}
.lane.axis text{fill:var(--dim);font-size:11px}
.event.found td{background:var(--bad-soft)}
.event.found .tag{color:var(--bad);font-weight:650}
.event.action .tag{color:var(--accent);font-weight:650}
.event.consent .tag{color:var(--ask)}
.event .tag{color:var(--dim)}
details{margin:.5em 0}
summary{cursor:pointer;font-weight:600}
.figures{display:flex;flex-wrap:wrap;gap:1em;margin:.6em 0}
.screen{margin:0;width:11rem;flex:none}
.screen svg{display:block;width:100%;height:auto;border:1px solid var(--strong);background:var(--soft)}
.screen figcaption{font-size:.85em;line-height:1.4}
.screen.absent{border:1px dashed var(--strong);padding:.5em}
.filter{display:flex;flex-wrap:wrap;gap:.4em 1.2em;align-items:center;background:var(--soft);border:1px solid var(--line);padding:.5em .8em}
.filter[hidden],.card[hidden]{display:none}
.filter select,.filter input{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--strong);padding:.1em .3em;max-width:14rem}
.card{border:1px solid var(--line);border-top:3px solid var(--strong);padding:.6em 1em .7em;margin:1em 0}
.card.critical,.card.high{border-top-color:var(--bad)}
.card.medium{border-top-color:var(--ask)}
.card h3{margin:.1em 0;font-size:1.15em}
.card-kind{margin:0}
.card header p.dim{margin:0}
.explanation{font-size:1.03em}
.card-body{display:flex;gap:1.5em;align-items:flex-start}
.card-body .facts{flex:1;min-width:0}
.stack{list-style:none;margin:.2em 0;padding:.4em .7em;background:var(--soft);border-left:2px solid var(--strong)}
.stack .platform{color:var(--dim)}
.stack .code code{font-weight:700}
.stack-group p{margin:.2em 0}
.not-proven,.remedy{border-left:3px solid var(--ask);padding:.1em .8em;margin:.5em 0}
.remedy{border-left-color:var(--good)}
.short{padding-left:1.2em}
.attention{border-left:4px solid var(--ask);padding-left:.8em}
.glossary{display:grid;grid-template-columns:repeat(auto-fit,minmax(20rem,1fr));gap:.5em 2em}
.glossary dt{font-weight:650}
.glossary dd{margin:0}
.steps li{margin:.3em 0}
@media (max-width:44rem){
body{font-size:13.5px}
header.page,main{padding-left:.8rem;padding-right:.8rem}
.lane{grid-template-columns:1fr}
.lane-label{border-right:0;padding-bottom:0}
.facts{grid-template-columns:1fr;gap:0}
.facts dd{margin-bottom:.4em}
.card{padding:.5em .7em}
.card-body{flex-direction:column}
.glossary{grid-template-columns:1fr}
}
@media print{
:root{--ink:#000;--dim:#444;--paper:#fff;--soft:#f5f5f5;--line:#ccc;--strong:#777;--link:#000;--bad:#9c1c15;--bad-soft:#fbeeee;--ask:#6b4600;--ask-soft:#fdf7e8;--good:#195b31;--good-soft:#eef6f0;--plain:#5b7c99;--accent:#244b6b}
@page{margin:14mm}
body{font-size:9.5pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}
header.page,main{max-width:none;padding:0}
nav,.skip,.filter{display:none}
details::details-content{content-visibility:visible;height:auto}
.scroll{overflow:visible}
thead th,.number,.mark,.severity,.tag,.matrix td{white-space:normal}
td.words{min-width:0}
h2,h3,summary,caption{break-after:avoid}
.lane,.answer,tr,figure,.stack-group{break-inside:avoid}
a{text-decoration:none}
}
`;
