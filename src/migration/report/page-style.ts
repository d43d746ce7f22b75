// The page's only style. No font, image or colour comes from elsewhere.

export const PAGE_STYLE = `
:root{color-scheme:light dark;--paper:#fff;--ink:#17212b;--soft:#56626f;--line:#dde2e7;--panel:#f5f7f9;--accent:#0a5a78;--good:#17653a;--bad:#b3261e;--open:#7a4b00;--tone1:#0f6f93;--tone2:#c2571a;--tone3:#7b4fa3;--tone4:#5d6b78;--tone5:#2f855a;--tone6:#a3265c;--gap:#0f6f9320}
@media screen and (prefers-color-scheme:dark){:root{--paper:#10151a;--ink:#e4e9ee;--soft:#9dabb8;--line:#2a343e;--panel:#171e25;--accent:#77c5e3;--good:#7ed0a0;--bad:#ff9a91;--open:#e6b35c;--tone1:#4fb0d6;--tone2:#e58b54;--tone3:#b391d8;--tone4:#8494a3;--tone5:#68c093;--tone6:#e07fa8;--gap:#4fb0d626}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:400 1rem/1.55 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums lining-nums;overflow-wrap:break-word}
a{color:var(--accent);text-underline-offset:.2em;text-decoration-thickness:1px}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.skip{position:absolute;left:-100rem}
.skip:focus{left:1rem;top:.5rem;padding:.25rem .5rem;background:var(--paper)}
.frame{max-width:80rem;margin:0 auto;padding:0 clamp(1rem,4vw,2.5rem)}
header{padding:3rem 0 2rem;border-bottom:1px solid var(--line)}
.kicker{margin:0;color:var(--soft);font-size:.8125rem;letter-spacing:.08em;text-transform:uppercase}
h1{margin:.25rem 0 .75rem;font-size:clamp(1.75rem,5vw,2.75rem);line-height:1.15;letter-spacing:-.02em;font-weight:650;overflow-wrap:anywhere}
.verdict{display:inline-flex;gap:.6em;margin:0;padding:.4rem .85rem;border:1px solid;border-radius:.4rem;font-weight:550;color:var(--open)}
.verdict.good{color:var(--good)}
.verdict.bad{color:var(--bad)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,12.5rem),1fr));gap:1px;margin:2rem 0 0;background:var(--line);border:1px solid var(--line);border-radius:.5rem;overflow:hidden}
.tiles div{display:flex;flex-direction:column;padding:1rem 1.15rem;background:var(--paper)}
.tiles dt{color:var(--soft);font-size:.8125rem}
.tiles dd{margin:0}
.tiles .value{font-size:1.25rem;font-weight:600;letter-spacing:-.01em;line-height:1.35;overflow-wrap:anywhere}
.tiles .note{color:var(--soft);font-size:.8125rem}
.columns{display:grid;gap:0 2.5rem}
nav{padding-top:1.5rem}
nav ul{display:flex;flex-wrap:wrap;gap:.15rem 1.1rem;margin:0;padding:0;list-style:none;font-size:.9375rem}
nav a{display:inline-block;padding:.15rem 0;text-decoration:none}
nav a:hover{text-decoration:underline}
main{min-width:0}
section{padding:2.75rem 0 .5rem}
h2{margin:0 0 .5rem;font-size:1.375rem;line-height:1.3;letter-spacing:-.01em;font-weight:620}
p{max-width:44rem;margin:.5rem 0 1rem}
.quiet{color:var(--soft)}
.good{color:var(--good)}
.bad{color:var(--bad)}
code{font:.875em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere}
.facts{margin:1rem 0;border-top:1px solid var(--line)}
.facts div{display:grid;grid-template-columns:minmax(8rem,12rem) minmax(0,1fr);gap:0 1.5rem;padding:.45rem 0;border-bottom:1px solid var(--line)}
.facts dt{color:var(--soft)}
.facts dd{margin:0;overflow-wrap:anywhere}
.scroll{margin:1rem 0 1.75rem;overflow-x:auto;scrollbar-width:thin}
table{width:100%;border-collapse:collapse;font-size:.9375rem;line-height:1.45}
caption{padding:0 0 .5rem;text-align:left;font-weight:600}
.title{position:sticky;left:0;max-width:calc(100vw - 3rem)}
th,td{padding:.42rem .9rem .42rem 0;text-align:left;vertical-align:top;font-weight:400;border-bottom:1px solid var(--line)}
th:last-child,td:last-child{padding-right:0}
thead th{color:var(--soft);font-size:.8125rem;vertical-align:bottom;white-space:nowrap}
.number{text-align:right;white-space:nowrap}
tfoot th,tfoot td{border-top:2px solid var(--ink);border-bottom:0;font-weight:620}
.fraction{color:var(--soft);font-size:.86em;font-weight:400}
td code,th code{font-size:.75rem;white-space:nowrap}
td code.long{font-size:.8125rem;white-space:normal}
tbody th{min-width:6.5rem}
tbody th.number{min-width:0}
td bdi{display:inline-block;min-width:7rem}
.state{white-space:nowrap}
td:last-child{min-width:7.5rem}
td.number:last-child{min-width:0}
.bar{display:block;width:100%;min-width:4rem;height:.25rem;margin-top:.25rem}
.stack{display:block;width:100%;height:1.25rem;margin:.75rem 0 .25rem;border-radius:.25rem}
.swatch{width:.7rem;height:.7rem;margin-right:.5rem;border-radius:.15rem}
.track{fill:var(--line)}
.tone1{fill:var(--tone1)}.tone2{fill:var(--tone2)}.tone3{fill:var(--tone3)}.tone4{fill:var(--tone4)}.tone5{fill:var(--tone5)}.tone6{fill:var(--tone6)}
.beside{display:grid;gap:0 3rem;align-items:center}
figure{margin:1rem 0}
.lorenz{display:block;width:100%;max-width:27rem;height:auto}
.lorenz text{fill:var(--soft);font-size:11px}
.lorenz .axis{font-style:italic}
.lorenz .label{font-size:12px}
.lorenz .figure{fill:var(--ink);font-size:28px;font-weight:620;letter-spacing:-.02em}
.grid{stroke:var(--line);fill:none}
.equality{stroke:var(--soft);stroke-dasharray:3 4;fill:none}
.curve{stroke:var(--tone1);stroke-width:2.25;stroke-linejoin:round;fill:none}
.gap{fill:var(--gap)}
footer{margin-top:3rem;padding:1.5rem 0 3rem;border-top:1px solid var(--line);color:var(--soft);font-size:.875rem}
@media (min-width:46rem){.beside{grid-template-columns:minmax(0,27rem) minmax(0,1fr)}}
@media (min-width:72rem){.columns{grid-template-columns:9.5rem minmax(0,1fr)}nav{padding-top:3.1rem}nav ul{position:sticky;top:2rem;flex-direction:column;gap:.25rem}}
@media (max-width:30rem){.facts div{grid-template-columns:1fr}th,td{padding-right:.7rem}table{font-size:.875rem}}
@media print{@page{margin:16mm 14mm}body{font-size:9pt}nav,.skip{display:none}header{padding-top:0}section{padding-top:1.5rem}h2,caption{break-after:avoid}tr,figure,.facts div,.tiles{break-inside:avoid}.scroll{overflow:visible}table{font-size:8pt}td code,th code{white-space:normal}a{color:inherit;text-decoration:none}}
`
