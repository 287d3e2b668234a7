"""The style sheet of the HTML report: light and dark as the reader's system is, narrow and wide, on paper."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --ground: #ffffff; --panel: #f6f8fa; --ink: #1f2328; --quiet: #59636e;
  --edge: #d1d9e0; --grid: #e6eaef; --before: #b04a00; --after: #0a5fc2; --kill: #c1121f; --limit: #8a2be2; }
@media (prefers-color-scheme: dark) { :root { --ground: #0d1117; --panel: #161b22; --ink: #e6edf3; --quiet: #9aa4af;
  --edge: #30363d; --grid: #252b33; --before: #f0a35e; --after: #6cb2ff; --kill: #ff7b72; --limit: #c8a2ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 3rem; max-width: 68rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; overflow-wrap: break-word; }
header p { margin: 0; color: var(--quiet); font-size: .875rem; }
h1 { margin: .4rem 0 .75rem; font-size: 1.75rem; line-height: 1.25; letter-spacing: -.01em; text-wrap: balance; }
h2 { margin: 2.5rem 0 .25rem; font-size: 1.2rem; }
.card h2, .cautions h2, footer h2 { margin: 0 0 .4rem; font-size: .95rem; }
p.lead, ul.account { margin: .25rem 0; color: var(--quiet); }
ul.account { padding-left: 1.2rem; color: var(--ink); }
.cards, .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1rem; }
.cards { margin-top: 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); }
.card { padding: .8rem 1rem; border: 1px solid var(--edge); border-left: 4px solid var(--after); border-radius: 6px;
  background: var(--panel); }
.card.before { border-left-color: var(--before); }
.card p { margin: 0; }
.card .figure { font-size: 1.35rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.card .bad { color: var(--kill); }
.quiet { color: var(--quiet); font-size: .875rem; }
figure { margin: 0; padding: .8rem; border: 1px solid var(--edge); border-radius: 6px; background: var(--panel);
  min-width: 0; break-inside: avoid; }
figcaption { font-weight: 600; font-size: .95rem; margin-bottom: .35rem; }
svg { display: block; width: 100%; height: auto; }
svg text { font: 12px system-ui, "Segoe UI", Roboto, sans-serif; fill: var(--quiet); }
svg text.strong { fill: var(--ink); font-weight: 600; }
svg text.limit { fill: var(--limit); }
svg text.kill { fill: var(--kill); font-weight: 600; }
svg text.lane { fill: var(--ink); font-size: 11px; }
svg text.strong, svg text.kill, svg text.limit, svg text.lane { paint-order: stroke; stroke: var(--panel);
  stroke-width: 3px; stroke-linejoin: round; }
.before { --side: var(--before); }
.after { --side: var(--after); }
.grid { stroke: var(--grid); }
line.limit { stroke: var(--limit); stroke-width: 1.5; stroke-dasharray: 6 3; }
.trace { fill: none; stroke: var(--side); stroke-width: 2; stroke-linejoin: round; }
.thin { fill: none; stroke: var(--side); stroke-width: 1; opacity: .35; }
.used { fill: none; stroke: var(--quiet); stroke-width: 1; stroke-dasharray: 2 3; }
.area { fill: var(--side); opacity: .14; }
.bar { fill: var(--side); opacity: .45; }
.band { fill: var(--side); opacity: .18; }
.median { stroke: var(--side); stroke-width: 3; }
.dot { fill: var(--side); stroke: var(--panel); stroke-width: 1; }
.peak { fill: none; stroke: var(--ink); stroke-width: 1.5; }
.cross { fill: none; stroke: var(--kill); stroke-width: 2; stroke-linecap: round; }
.cross.kill { stroke-width: 2.5; }
.cross.faint { opacity: .5; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; margin: .5rem 0 .8rem; padding: 0; list-style: none;
  color: var(--quiet); font-size: .875rem; }
.swatch { display: inline-block; width: 1.4rem; height: 0; margin-right: .4rem; vertical-align: middle;
  border-top: 3px solid var(--quiet); }
.swatch.limit { border-top: 2px dashed var(--limit); }
.swatch.free { border-top: 2px dotted var(--quiet); }
.swatch.cut-short { width: auto; height: auto; border: 0; color: var(--kill); font-weight: 700; }
.swatch.band { height: .8rem; border: 0; background: var(--quiet); opacity: .35; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .6rem; border-bottom: 1px solid var(--edge); text-align: right; vertical-align: top; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
thead th { color: var(--quiet); font-weight: 600; }
tbody th { font-weight: 500; }
table.words td, table.words th { text-align: left; }
details { margin-top: .6rem; }
summary { cursor: pointer; color: var(--quiet); font-size: .875rem; }
pre { overflow-x: auto; padding: .8rem; border: 1px solid var(--edge); border-radius: 6px; background: var(--panel);
  font: .8rem/1.45 ui-monospace, "Cascadia Mono", Consolas, monospace; }
.cautions { margin-top: 2rem; padding: .7rem 1rem; border: 1px solid var(--edge); border-left: 4px solid var(--limit);
  border-radius: 6px; }
.cautions ul { margin: .2rem 0 0; padding-left: 1.2rem; }
footer { margin-top: 2.5rem; padding-top: .8rem; border-top: 1px solid var(--edge); }
@media (max-width: 30rem) { body { padding: 1.1rem .8rem 2rem; } h1 { font-size: 1.35rem; } figure { padding: .5rem; }
  th, td { padding: .3rem .35rem; } .wide thead { display: none; } .wide tr { display: block; padding: .4rem 0;
  border-bottom: 1px solid var(--edge); } .wide td, .wide tbody th { display: block; border: 0; padding: .1rem 0;
  text-align: left; } .wide td[data-of]:not([data-of=""])::before { content: attr(data-of) ": "; color: var(--quiet); }
  .wide td:empty { display: none; } .wide tbody th { font-weight: 600; } }
@media print { :root { color-scheme: light; } body { max-width: none; padding: 0; font-size: 10pt; }
  details::details-content { content-visibility: visible; height: auto; display: block; } summary { display: none; }
  .charts { grid-template-columns: 1fr 1fr; } .card, figure, pre { background: none; } }
"""
"""No rule names anything outside of the page: no font, image or import."""
