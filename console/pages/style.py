"""How the auditor's page looks: light and dark, on a phone and on paper; one text, no file beside.

Every color of text stands at 4.5:1 or more on what lies behind it (WCAG 2.2 SC 1.4.3).
"""

from typing import Final

STYLESHEET: Final = """
:root{color-scheme:light dark;--back:#f3f4f6;--card:#fff;--sunk:#f7f8fa;--ink:#1a1d21;
--quiet:#565e69;--edge:#d9dde3;--link:#0b57b0;--bad:#b3261e;--bad-back:#fdeceb;--ask:#854a00;
--ask-back:#fff3df;--mild:#4a5568;--mild-back:#e6eaef;--good:#186a3b;--good-back:#e5f5eb}
@media (prefers-color-scheme:dark){:root{--back:#121519;--card:#1b1f25;--sunk:#22272e;
--ink:#e9ebee;--quiet:#a9b1bc;--edge:#363d47;--link:#8ec0ff;--bad:#ffa59d;--bad-back:#431f1d;
--ask:#ffc673;--ask-back:#3d2d12;--mild:#c2cad4;--mild-back:#2d333c;--good:#84d9a6;
--good-back:#173524}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main,.top,.foot{max-width:76rem;margin:0 auto;padding:0 1.25rem}
.top{padding-top:1.75rem}
h1,h2,h3,p,ol,ul,dl,figure{margin:0}
h1{font-size:1.5rem;line-height:1.25}
h2{font-size:1.2rem;line-height:1.3;overflow-wrap:anywhere}
h3{margin:1.75rem 0 .6rem;font-size:1rem}
a{color:var(--link)}
a:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
.quiet{color:var(--quiet);font-size:.92rem}
.files{display:flex;flex-wrap:wrap;gap:.5rem;margin-top:1rem;padding:0;list-style:none}
.files a{display:flex;gap:.5rem;align-items:center;padding:.3rem .8rem .3rem .35rem;
border:1px solid var(--edge);border-radius:99px;background:var(--card);text-decoration:none}
.piece{margin:1.5rem 0 2.5rem;border:1px solid var(--edge);border-radius:16px;
background:var(--card);overflow:hidden}
.piece>header{display:flex;flex-wrap:wrap;gap:.35rem 1rem;align-items:center;
padding:1.1rem 1.5rem;border-bottom:1px solid var(--edge);border-left:8px solid var(--tone)}
.piece>header .quiet{flex-basis:100%}
.verdict,.tag,.num{display:inline-block;border-radius:99px;background:var(--tone-back);
color:var(--tone);font-weight:700}
.verdict{padding:.2rem .9rem;letter-spacing:.04em}
.files .verdict{padding:.05rem .6rem;font-size:.82rem}
.tag{padding:.02rem .6rem;font-size:.76rem;letter-spacing:.03em;white-space:nowrap}
.bad{--tone:var(--bad);--tone-back:var(--bad-back)}
.ask{--tone:var(--ask);--tone-back:var(--ask-back)}
.mild{--tone:var(--mild);--tone-back:var(--mild-back)}
.good{--tone:var(--good);--tone-back:var(--good-back)}
.body{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,6fr);gap:0 2rem;padding:1.5rem}
.body>*{min-width:0}
.side figure{position:sticky;top:1.5rem}
.body h3:first-child{margin-top:0}
.shot{position:relative;max-width:100%;max-height:86vh;margin:0 auto;border-radius:8px;
overflow:hidden;background:var(--sunk);box-shadow:0 0 0 1px var(--edge)}
.shot img{display:block;width:100%;height:100%;object-fit:contain}
.shot svg{position:absolute;inset:0;width:100%;height:100%}
.shot rect{fill:none;stroke:var(--mark);stroke-width:var(--line)}
.shot rect.halo{stroke:#fff;stroke-width:calc(var(--line)*2.6)}
.shot .badge{fill:var(--mark);stroke:#fff;stroke-width:calc(var(--line)*.7)}
.shot text{fill:#fff;font-weight:700;text-anchor:middle;dominant-baseline:central}
.shot .bad{--mark:#b3261e}.shot .ask{--mark:#854a00}.shot .mild{--mark:#3d4654}
figcaption{margin-top:.6rem;color:var(--quiet);font-size:.88rem}
.nopicture{padding:3rem 1.5rem;border:1px dashed var(--edge);border-radius:8px;
background:var(--sunk);text-align:center}
.findings{padding:0;list-style:none}
.finding{display:grid;grid-template-columns:2rem minmax(0,1fr);gap:0 .75rem;padding:.85rem 0;
border-top:1px solid var(--edge);break-inside:avoid}
.finding:first-child{border-top:0;padding-top:0}
.num{width:2rem;height:2rem;line-height:2rem;text-align:center;font-size:.92rem}
.finding .head{display:flex;flex-wrap:wrap;gap:.2rem .6rem;align-items:center}
.finding p{overflow-wrap:anywhere}
.colors{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:center;margin-top:.55rem}
.pair{display:flex;border:1px solid var(--edge);border-radius:8px;overflow:hidden}
.swatch{display:block;width:6.6rem;font-size:.8rem;text-align:center;background:var(--card)}
.swatch+.swatch{border-left:1px solid var(--edge)}
.swatch i{display:block;height:3rem}
.swatch code,.swatch small{display:block;color:var(--ink);line-height:1.35;font-size:.78rem}
.swatch code{padding-top:.25rem}.swatch small{padding-bottom:.3rem;color:var(--quiet)}
.pair svg{display:block;width:6.6rem;height:auto;min-height:100%}
.ratio b{display:block;font-size:1.35rem;line-height:1.2;color:var(--tone)}
table{width:100%;border-collapse:collapse;font-size:.94rem}
th,td{padding:.6rem .9rem .6rem 0;border-top:1px solid var(--edge);text-align:left;
vertical-align:top;overflow-wrap:anywhere}
thead th{border-top:0;padding-top:0;color:var(--quiet);font-weight:500;font-size:.86rem}
tbody th{font-weight:600;width:9.5rem}
td:last-child,th:last-child{padding-right:0}
.said{white-space:pre-line}
.count{width:15rem}
.line{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 .8rem}
.meter{display:block;height:.4rem;margin-top:.3rem;border-radius:9px;background:var(--mild-back);
overflow:hidden}
.meter i{display:block;height:100%;border-radius:9px;background:var(--tone)}
.plain{padding-left:1.15rem;font-size:.94rem}
.plain li{margin:.25rem 0;overflow-wrap:anywhere}
.below{padding:0 1.5rem 1.5rem}
.rules .below{padding-top:1.1rem}
.foot{padding-bottom:3rem;color:var(--quiet);font-size:.88rem;overflow-wrap:anywhere}
code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.92em;
overflow-wrap:anywhere}
@media (max-width:56rem){.body{grid-template-columns:minmax(0,1fr);padding:1.1rem;gap:1.5rem 0}
.side figure{position:static}.below{padding:0 1.1rem 1.1rem}.piece>header{padding:1rem 1.1rem}}
@media (max-width:40rem){main,.top,.foot{padding-left:.75rem;padding-right:.75rem}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tr{display:block;padding:.65rem 0;border-top:1px solid var(--edge)}
tbody tr:first-child{border-top:0;padding-top:0}
th,td,tbody th{display:block;width:auto;padding:.1rem 0;border:0}.count{width:auto}}
@media print{:root{color-scheme:light;--back:#fff;--card:#fff;--sunk:#fff;--ink:#000;
--quiet:#444;--edge:#bbb;--link:#000;--bad:#a3130b;--bad-back:#fdeceb;--ask:#6f3d00;
--ask-back:#fff3df;--mild:#333;--mild-back:#eceff3;--good:#0f5a2f;--good-back:#e5f5eb}
*{print-color-adjust:exact}body{font-size:11pt}.piece{border:0;break-before:page;margin:0}
.piece:first-of-type{break-before:auto}.side figure{position:static}.shot{max-height:none}
.body,.piece>header,.below{padding-left:0;padding-right:0}.piece>header{padding-left:1rem}
.body{grid-template-columns:minmax(0,2fr) minmax(0,3fr);gap:0 1.5rem}}
"""
