/** The first screen, by the theme's `hero` token. Each is a composition of the same elements. */
export const heroes: Record<string, string> = {
  card: `
.h-card{min-height:100vh;min-height:100svh;display:grid;place-items:center;padding-block:1.75rem;overflow:hidden}
.h-card::before,.h-card::after{content:"";position:absolute;inset:10px;border:1px solid var(--line);pointer-events:none}
.h-card::after{inset:14px}
.h-card .in{width:100%;display:flex;flex-direction:column;align-items:center;gap:clamp(.36rem,1.32svh,1.4rem)}
.h-card .title{--max:min(6.4rem*var(--ds),9.4svh*var(--ds));margin-block:.04em}
.h-card .nm{display:block}
.h-card .amp{display:block;font-family:var(--s);font-size:.78em;line-height:.74;color:var(--accent);font-weight:400;font-style:var(--ss)}
.h-card .eyebrow{letter-spacing:.17em;text-transform:uppercase;font-size:.72em}
.h-card .greet{font-style:italic;margin-bottom:.5svh;font-size:1.16em;line-height:1.25;max-width:24em;text-wrap:balance}
.h-card .long{font-size:1.02em}
@media (max-width:48rem) and (max-height:52rem){.h-card .in:has(.long) .mono{display:none}}
.h-card .lead{max-width:19em;font-size:1.04em;line-height:1.32}
.h-card .place b{display:block;font-weight:var(--tw);font-size:1.16em;line-height:1.25}
.h-card .place{line-height:1.35;max-width:22em;text-wrap:balance}
.h-card .place span{color:var(--soft)}
.h-card .answer{width:min(100%,29rem)}
@media (min-width:48rem){.h-card::before{inset:22px}.h-card::after{inset:27px}.h-card{padding-block:2.9rem}}
`,
  ledger: `
.h-ledger{padding-block:1.25rem 2rem;overflow:hidden}
.h-ledger .in{display:flex;flex-direction:column;min-height:calc(100svh - 3.25rem)}
.h-ledger .eyebrow{font-weight:var(--tb);padding-bottom:.7rem;border-bottom:2px solid var(--ink)}
.h-ledger .title{--max:min(9.6rem*var(--ds),13svh*var(--ds));margin-block:auto 1.1rem;padding-top:1.2rem}
.h-ledger .lead{max-width:23em;margin-bottom:1.3rem;line-height:1.35}
.h-ledger .greet,.ledger>div{display:grid;grid-template-columns:5.2em 1fr;gap:.2rem 1rem;border-top:1px solid var(--line);padding-block:.62rem;line-height:1.36}
.greet small,dt{color:var(--soft);font-size:.9em}
.h-ledger .greet span,.h-ledger dd b{font-weight:var(--tb)}
.h-ledger dd b,.h-ledger dd span{display:block}
.h-ledger .ledger{border-bottom:1px solid var(--line)}
.h-ledger .answer{margin-top:1.1rem}
.h-ledger .title{max-width:11em}
.h-ledger .in>*{position:relative}
@media (min-width:60rem){
.h-ledger .in{display:grid;grid-template-columns:repeat(12,1fr);column-gap:1.5rem;grid-template-rows:auto 1fr auto auto auto;min-height:calc(100svh - 4.5rem)}
.h-ledger .in>*{grid-column:8/-1}
.h-ledger .eyebrow,.h-ledger .title{grid-column:1/-1}
.h-ledger .title{align-self:end;margin-block:auto 2.4rem;max-width:11em}
.h-ledger .lead{grid-column:1/7;grid-row:3/6;align-self:start;font-size:1.3em;margin:0}
.h-ledger .answer{grid-column:8/-1}
}
`,
  poster: `
.h-poster{min-height:100vh;min-height:100svh;padding-block:1.4rem 1.8rem;display:grid;overflow:hidden;isolation:isolate}
.h-poster .in{width:100%;display:flex;flex-direction:column;justify-content:center;gap:clamp(.6rem,1.7svh,1.3rem);position:static}
.h-poster .in>:not(svg){position:relative;z-index:1}
.h-poster .eyebrow{font-weight:var(--tb);font-size:.95em}
.h-poster .title{--max:12.1svh;margin-bottom:.08em}
.h-poster .greet{font-family:var(--d);font-size:1.5em;line-height:1.1;text-wrap:balance}
.h-poster .long{font:var(--tb) 1.02em/1.3 var(--t)}
.h-poster .lead{font-size:1.12em;line-height:1.35;max-width:22em}
.poster{display:flex;gap:1rem;align-items:center;text-align:start;line-height:1.35}
.poster .disc{flex:none;display:grid;place-content:center;justify-items:center;width:7.2rem;height:7.2rem;background:var(--accent);color:var(--onAccent);rotate:-9deg;font-weight:700;font-size:.8rem;line-height:1.15;-webkit-mask:var(--flower) center/contain no-repeat;mask:var(--flower) center/contain no-repeat}
.disc b{font:var(--dw) 3.1em/1 var(--d)}
.poster p>*{display:block}
.poster .pl{margin-top:.25em}
.h-poster .answer{margin-top:.2rem;max-width:30rem}
.al-center .h-poster .in{align-items:center}
.al-center .poster{justify-content:center}
@media (min-width:60rem){
.poster .disc{position:absolute;inset-inline-end:max(-1rem,5vw - 4rem);bottom:calc(50% - 13rem);width:26rem;height:26rem;font-size:2.3rem}
.disc b{font-size:4.4em;line-height:.92}
.poster{font-size:1.25em;position:static!important}
.h-poster .lead{font-size:1.4em}
.h-poster .in>:not(.poster,svg){max-width:calc(100% - 22rem)}
.h-poster .in{max-width:74rem}
.h-poster .title{--max:min(12.5rem*var(--ds),18svh*var(--ds))}
}
`,
};

/** The elements that set the date, by their `as`. */
export const dates: Record<string, string> = {
  calendar: `
.cal{width:min(100%,23rem)}
.cal>div{display:grid;grid-template-columns:minmax(0,1fr) auto minmax(0,1fr);align-items:center;column-gap:.9rem;font-size:.82em;letter-spacing:.14em;text-transform:uppercase;line-height:1.3}
.cal span{padding-block:.34em}
.cal-m,.cal-y{grid-column:2}
.cal-w,.cal-t{border-block:1px solid var(--accent);grid-row:2}
.cal-d{font-family:var(--d);font-size:2.9em;line-height:.8;letter-spacing:0;grid-row:2;grid-column:2;font-feature-settings:"lnum";padding-block:.06em!important;color:var(--accent);min-width:1.3em}
`,
  ledger: "",
  poster: "",
};
