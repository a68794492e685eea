"""How the outbox's pages look; it is one text, so that each page is whole in itself."""

from typing import Final

STYLESHEET: Final = """
*{box-sizing:border-box}
body{margin:0;background:#eef0f3;color:#1c1e21;
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
p{margin:0}
a{color:#1257b8}
a:focus-visible{outline:3px solid #1257b8;outline-offset:2px}
small,.quiet{color:#5a6068}
small{display:block;font-size:.82rem}
code{font-size:.82rem;overflow-wrap:anywhere}
img{display:block;width:100%;height:auto;background:#dfe2e6}
.bar{display:flex;flex-wrap:wrap;gap:.6rem;align-items:center;padding:.9rem 1.5rem;
background:#fff;border-bottom:1px solid #d9dde2}
.bar h1{margin:0;font-size:1rem}
.bar a{margin-left:auto}
.chip{display:inline-block;margin-right:.35rem;padding:.05rem .6rem;border-radius:99px;
background:color-mix(in srgb,var(--accent) 12%,#fff);color:var(--accent);
font-size:.8rem;font-weight:600}
.stage{display:grid;justify-content:center;padding:2.2rem 1rem}
.card{width:min(30rem,calc(100vw - 2rem));background:#fff;border:1px solid #d9dde2;
border-radius:14px;overflow:hidden;box-shadow:0 2px 14px #1c1e2114}
.card.tall{width:min(23rem,calc(100vw - 2rem))}
.sender{display:flex;gap:.7rem;align-items:center;padding:.9rem 1.1rem;line-height:1.3}
.avatar{display:grid;place-items:center;flex:none;width:2.6rem;height:2.6rem;border-radius:50%;
background:var(--accent);color:#fff;font-weight:700}
.words{padding:0 1.1rem .9rem;white-space:pre-line;overflow-wrap:anywhere}
.tags{padding:0 1.1rem .9rem;color:var(--accent);overflow-wrap:anywhere}
.strip+.words,.strip+.tags{padding-top:.9rem}
.title{font-weight:700;line-height:1.3}
.strip{display:flex;gap:1rem;align-items:center;justify-content:space-between;
padding:.8rem 1.1rem;background:#f6f7f9;border-top:1px solid #e4e7eb}
.picture .strip{border-bottom:1px solid #e4e7eb}
.button{flex:none;padding:.5rem 1.1rem;border-radius:8px;background:var(--accent);color:#fff;
font-weight:600;text-decoration:none}
.mail{width:min(38rem,calc(100vw - 2rem))}
.mail .envelope{padding:1.1rem 0 0;border-bottom:1px solid #e4e7eb}
.envelope .title{padding:0 1.4rem;font-size:1.3rem}
.envelope .quiet{padding:.15rem 1.4rem 0}
.mail .sender{padding:.9rem 1.4rem}
.mail>.title{padding:1.3rem 1.4rem 0;font-size:1.5rem}
.mail>.words{padding:1rem 1.4rem}
.centered{padding:.4rem 1.4rem 1.8rem;text-align:center}
.site{width:min(46rem,calc(100vw - 2rem));padding:2rem;border-radius:14px;background:#fff;
border:1px solid #d9dde2}
.site .card{position:relative;width:100%;margin:1.6rem 0;border-radius:4px;box-shadow:none}
.lines i{display:block;height:.7rem;margin:.6rem 0;border-radius:4px;background:#e7eaee}
.lines i:last-child{width:62%}
.marker{position:absolute;top:.5rem;left:.5rem;padding:0 .45rem;border-radius:4px;background:#fff;
border:1px solid #1c1e21;font-size:.78rem;font-weight:700}
.facts{max-width:46rem;margin:0 auto 3rem;padding:.4rem 1.6rem 1.4rem;background:#fff;
border:1px solid #d9dde2;border-radius:14px}
.facts h2{margin:1.1rem 0 .3rem;font-size:1rem}
table{width:100%;border-collapse:collapse;font-size:.92rem}
th,td{padding:.3rem .6rem .3rem 0;border-top:1px solid #eceef1;text-align:left;
vertical-align:top;white-space:pre-line;overflow-wrap:anywhere}
th{width:9.5rem;color:#5a6068;font-weight:500}
.facts ul{margin:0;padding-left:1.1rem;font-size:.92rem}
.facts li code{display:block}
.wall{display:grid;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr));gap:1.3rem;
max-width:80rem;margin:0 auto;padding:1.8rem 1.5rem}
.warning{grid-column:1/-1;padding:.7rem 1rem;border-left:4px solid #b3261e;background:#fff}
.tile{display:flex;flex-direction:column;overflow:hidden;border:1px solid #d9dde2;
border-radius:14px;background:#fff;color:inherit;text-decoration:none}
.tile:hover{box-shadow:0 4px 18px #1c1e2126}
.frame{display:grid;place-items:center;height:13rem;background:#dfe2e6}
.frame img{width:100%;height:13rem;object-fit:contain}
.none{color:#5a6068}
.about{display:flex;flex-direction:column;gap:.45rem;flex:1;padding:.9rem 1.1rem 1rem;
overflow-wrap:anywhere}
.about small{margin-top:auto}
"""
