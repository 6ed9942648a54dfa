/** How sections lie on the page, by the theme's `section` token. */
export const layouts: Record<string, string> = {
  stack: `.x-stack .col{max-width:33rem;margin-inline:auto}.x-stack .rsvp .col{max-width:46rem}
.x-stack .sec+.sec.b-base,.x-stack main>.sec:first-child{padding-top:var(--r)}`,
  aside: `
.x-aside main>.sec{padding-block:0}
.x-aside main .in{border-top:2px solid var(--ink);padding-block:1rem var(--r)}
.x-aside main>.b-bold .in,.x-aside main>.b-alt .in{border-top-color:transparent;padding-top:2.4rem}
.x-aside .col{max-width:46rem}
@media (min-width:60rem){.x-aside main .in{display:grid;grid-template-columns:repeat(12,1fr);column-gap:1.5rem}.x-aside h2{grid-column:1/4}.x-aside .col{grid-column:5/-1}}`,
  bands: `
.x-bands .col{max-width:40rem}
.x-bands .rsvp .col{max-width:52rem}
.x-bands.al-center .col{margin-inline:auto}
@media (min-width:60rem){.x-bands.al-start main .in{display:grid;grid-template-columns:5fr 8fr;gap:2rem}}
.x-bands main>.sec::before{content:"";position:absolute;inset:-11px 0 auto;height:12px;background:inherit;-webkit-mask:radial-gradient(circle at 12px 12px,#000 12px,#0000 12.5px) 0 0/24px 12px repeat-x;mask:radial-gradient(circle at 12px 12px,#000 12px,#0000 12.5px) 0 0/24px 12px repeat-x}`,
};

/** The programme, by the theme's `schedule` token. */
export const schedules: Record<string, string> = {
  lines: `
.lines .ev+.ev{margin-top:2.6rem;padding-top:2.6rem;position:relative}
.lines .ev+.ev::before{content:"";position:absolute;top:0;left:50%;width:3.4rem;margin-left:-1.7rem;border-top:1px solid var(--accent)}
.lines h3{font-family:var(--d);font-weight:var(--dw);font-style:var(--dst);font-size:2.1em;line-height:1.1;margin-bottom:.35em}
.lines .ev-when b{font-weight:inherit}
.lines small{color:var(--soft)}
.lines .ev-where{margin-top:.5em}
.lines .ev-where b{display:block;font-weight:inherit;font-size:1.12em}
.lines .ev-where span,.lines .ev-dress{color:var(--soft)}
.lines .ev-dress{margin-top:.5em;font-style:italic}
.lines .ev-dress small{font-size:1em}
.lines .ev-dress small::after{content:":"}`,
  table: `
.table .ev{border-top:1px solid var(--line);padding-block:1rem 1.2rem;display:grid;gap:.15rem 1.5rem}
.table .ev:first-child{border-top:0;padding-top:0}
.table h3{font-weight:var(--tb);font-size:1.18em;line-height:1.25}
.table .ev-when span{display:block}
.table .ev-when b{font-weight:inherit}
.table .ev-where b{font-weight:inherit;display:block}
.table small,.table .ev-where span{color:var(--soft)}
@media (min-width:48rem){.table .ev{grid-template-columns:1fr 1fr}.table h3,.table .ev-dress{grid-column:1}.table .ev-when{grid-column:2;grid-row:1}.table .ev-where{grid-column:2}}`,
  tickets: `
.tickets{display:grid;gap:1.1rem}
.tickets .ev{text-align:start;background:var(--ink);color:var(--bg);padding:1.35rem 1.6rem;border-radius:1.1rem;-webkit-mask:radial-gradient(circle at 0 50%,#0000 11px,#000 11.5px) 0/51% 100% no-repeat,radial-gradient(circle at 100% 50%,#0000 11px,#000 11.5px) 100%/51% 100% no-repeat;mask:radial-gradient(circle at 0 50%,#0000 11px,#000 11.5px) 0/51% 100% no-repeat,radial-gradient(circle at 100% 50%,#0000 11px,#000 11.5px) 100%/51% 100% no-repeat}
.tickets h3{font-family:var(--d);font-weight:var(--dw);text-transform:var(--du);font-size:1.8em;line-height:1.1;margin-bottom:.35em}
.tickets .ev-when b,.tickets .ev-where b{font-weight:var(--tb)}
.tickets .ev-when span,.tickets .ev-where b{display:block}
.tickets .ev-where,.tickets .ev-dress{margin-top:.5em}`,
};

/** What only some pages have, by the node's type. */
export const sections: Record<string, string> = {
  story: `.story p+p{margin-top:1em}.al-center .story .body{text-wrap:pretty}`,
  venue: `
address b,address span{display:block}
address b{font-family:var(--d);font-weight:var(--dw);font-style:var(--dst);text-transform:var(--du);font-size:1.9em;line-height:1.12;margin-bottom:.25em}
address+p{margin-top:1.2em}
.map{display:inline-block;padding-block:.75em;min-height:2.75rem}
`,
  notice: `
.notice{min-height:100vh;min-height:100svh;display:flex;flex-direction:column;justify-content:center;gap:1.1rem;max-width:34rem;margin-inline:auto;padding:2rem 1.75rem}
.al-center .notice{text-align:center;align-items:center}
.notice h1{font-size:min(3.1rem*var(--ds),12vw)}
.notice p{max-width:27em;text-wrap:balance}
.notice .orn{margin:0 0 .6rem}
.notice .form{width:min(100%,22rem);margin-top:.6rem}
`,
  details: `
.detail+.detail{margin-top:1.7rem}
.detail h3{font-weight:var(--tb);line-height:1.3;margin-bottom:.2em}
.x-aside .detail+.detail{border-top:1px solid var(--line);margin-top:1rem;padding-top:1rem}
@media (min-width:48rem){.x-aside .detail{display:grid;grid-template-columns:1fr 2fr;gap:1.5rem}}
.k-caps .detail h3{font-weight:inherit;font-style:italic;color:var(--accent);font-size:1.1em}
.x-bands .detail h3{font-family:var(--d);font-weight:var(--dw);text-transform:var(--du);font-size:1.35em}
`,
};

export const always = `
.divider{padding:.4rem 0}
.orn{margin-inline:auto;width:8.5rem;color:var(--accent)}
hr.orn{border:0;border-top:1px solid var(--line);width:auto}
.col .orn{margin-block:1.4rem}
.count b{font:var(--dw) 3.2em/1 var(--d);font-feature-settings:"tnum","lnum";display:inline-block;min-width:1.2em}
.footer{padding-block:calc(var(--r)*.6)}
.group.row{display:flex;flex-wrap:wrap;gap:1rem;justify-content:inherit}
`;

/** The theme's drawing. */
export const ornaments: Record<string, string> = {
  "orn-sprig": `
.mono{width:clamp(3.8rem,10svh,7.2rem);color:var(--accent)}
.mono text{font:400 33px/1 var(--d);letter-spacing:-.01em}
.sprig-l,.sprig-r{position:fixed;display:none;height:74vh;top:13vh;color:var(--accent);opacity:.62}
.h-card .sprig-l,.h-card .sprig-r{position:absolute;height:min(78svh,46rem);top:50%;translate:0 -50%}
.sprig-l{right:calc(50% + 24rem)}
.sprig-r{left:calc(50% + 24rem);scale:-1 1}
@media (min-width:72rem){.sprig-l,.sprig-r{display:block}}
.joy .sprig-l,.joy .sprig-r{display:none}
`,
  "orn-arcs": `
.arcs{position:absolute!important;color:var(--accent);width:min(19rem,78vw);right:-8.4rem;top:-1rem;z-index:-1}
[dir=rtl] .arcs{right:auto;left:-8.4rem;scale:-1 1}
.h-ledger{isolation:isolate}
.stamp{font:700 1rem/1 var(--d)}
@media (min-width:60rem){.arcs{width:min(42rem,76svh);right:-9rem;top:-17svh}[dir=rtl] .arcs{left:-9rem}}
`,
  "orn-rays": `
.rays{position:absolute;inset:0;width:100%;height:100%;z-index:-1;color:var(--line);opacity:.42}
.p1{fill:var(--p1)}.p2{fill:var(--p2)}.p3{fill:var(--p3)}.ln{fill:none!important;stroke:var(--p3)}
.conf{position:absolute;z-index:-1;top:-.6rem;inset-inline-end:-1rem;width:11rem}
[dir=rtl] .conf{scale:-1 1}
:root{--flower:url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 200 200'%3E%3Cpath d='M100.0 14.0A19.9 19.9 0 0 1 137.3 22.5A19.9 19.9 0 0 1 167.2 46.4A19.9 19.9 0 0 1 183.8 80.9A19.9 19.9 0 0 1 183.8 119.1A19.9 19.9 0 0 1 167.2 153.6A19.9 19.9 0 0 1 137.3 177.5A19.9 19.9 0 0 1 100.0 186.0A19.9 19.9 0 0 1 62.7 177.5A19.9 19.9 0 0 1 32.8 153.6A19.9 19.9 0 0 1 16.2 119.1A19.9 19.9 0 0 1 16.2 80.9A19.9 19.9 0 0 1 32.8 46.4A19.9 19.9 0 0 1 62.7 22.5A19.9 19.9 0 0 1 100.0 14.0Z'/%3E%3C/svg%3E")}
@media (min-width:60rem){.conf{width:38rem;inset-inline-end:-6rem;top:-3rem}}
`,
};
