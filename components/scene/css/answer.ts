import { STYLED_EVENTS } from "@/lib/scene/rsvp/form";

const eachEvent = (rule: (at: number) => string) =>
  Array.from({ length: STYLED_EVENTS }, (_, at) => rule(at)).join(",");
const comes = "[value=attending]:checked,[value=maybe]:checked";

/** Questions wait for the answer they belong to; where `:has()` is unknown they are simply shown. */
const conditions = (events: number) => `
@supports selector(:has(*)){
.who [data-on],.rest [data-on]{display:none}
.who:has(${comes}) [data-on=on],.form:has(${comes}) .rest [data-on=on],.form:has(.all [value=attending]:checked) .who:not(:has(.at :checked)) [data-on],${eachEvent(
  (at) =>
    at < events
      ? `.who:has([data-e="${at}"] :is(${comes})) [data-on=on${at}],.form:has([data-e="${at}"] :is(${comes})) .rest [data-on=on${at}]`
      : "",
)
  .replace(/,+$/, "")
  .replace(/,{2,}/g, ",")}{display:block}
.plus .named{display:none}
.plus:has(.two [placeholder]:not(:placeholder-shown)) .named,.plus .named [data-on]{display:block}
}`;

/** The form, the thanks, the closed sentence. */
export const answer = (events: number) => `
.intro{margin-bottom:1.8rem}
.say{font-size:1.1em;max-width:30em}
.al-center .say{margin-inline:auto}
.live:empty{display:none}
.form,.panel .sum,.done,.next{text-align:start}
.form legend,.form label{font-weight:var(--tb)}
.at{margin-bottom:1rem}
.at legend{padding:0;margin-bottom:.45rem;line-height:1.3}
.at legend small{display:block;font-weight:var(--tw);color:var(--soft)}
.all{margin-bottom:2rem}
.people{display:grid;gap:1.4rem 2rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,18rem),1fr))}
.who{border-top:1px solid var(--line);padding-top:.4rem}
.who>legend{float:left;width:100%;font-family:var(--d);font-weight:var(--dw);font-style:var(--dst);text-transform:var(--du);font-size:1.55em;line-height:1.2;padding-block:.35em .3em}
.who>legend+*{clear:both}
.seg,.opts{display:flex;flex-wrap:wrap;gap:.5rem}
.seg .opt{flex:1 1 6rem}
.opt{position:relative;display:inline-flex;font-weight:inherit!important;cursor:pointer}
.opt input{position:absolute;opacity:0;inset:0;width:100%;height:100%;cursor:pointer}
.opt span{flex:1;display:flex;align-items:center;justify-content:center;gap:.4em;min-height:2.75rem;padding:.4rem .95rem;border:1px solid var(--edge);line-height:1.2;text-align:center;transition:background-color .12s,color .12s}
.big .opt span{min-height:3.25rem;font-weight:var(--tb)}
.opt small{color:inherit;opacity:.85}
.opt input:checked+span{background:var(--accent);border-color:var(--accent);color:var(--onAccent)}
.opt.no input:checked+span{background:var(--ink);border-color:var(--ink);color:var(--bg)}
.opt input:checked+span::before{content:"";flex:none;width:.85em;height:.5em;border:solid;border-width:0 0 2px 2px;transform:rotate(-45deg) translate(.1em,-.15em);margin-inline-end:.15em}
.opt.no input:checked+span::before{width:.7em;height:0;border-width:0 0 2px;transform:none}
.opt input:focus-visible+span{outline:2px solid var(--accent);outline-offset:3px}
.opt input:disabled+span{text-decoration:line-through;color:var(--soft);border-style:dashed}
.tick span{justify-content:start;text-align:start}
.q{margin-bottom:1.15rem}
.q>label,.q>legend{display:block;margin-bottom:.4rem;line-height:1.3;padding:0}
.opt-l{font-weight:var(--tw);color:var(--soft)}
.hint{margin-bottom:.5rem}
.all .hint{margin:.6rem 0 0}
.q input:not([type=radio],[type=checkbox]),.q textarea,.q select{width:100%;min-height:2.9rem;padding:.55rem .8rem;border:1px solid var(--edge);border-radius:0;background:var(--bg);color:var(--ink);font:inherit;line-height:1.35}
.q textarea{resize:vertical}
.two{display:grid;align-items:end;grid-template-columns:1fr 1fr;gap:.8rem}
.rest{border-top:1px solid var(--line);padding-top:1.2rem;margin-top:.6rem}
.rest:not(:has(>.q+.q)){max-width:none}
.send .btn{width:100%;font-size:1.06em;min-height:3.4rem}
.err{color:var(--error);font-weight:var(--tb);font-size:.92em;margin-top:.35rem}
.err::before{content:"";display:inline-block;width:.5em;height:.5em;background:currentColor;margin-inline-end:.5em;transform:rotate(45deg)}
[aria-invalid] .opt span,[aria-invalid=true]{border-color:var(--error)!important}
.errs{border:1px solid var(--error);color:var(--error);padding:.8rem 1rem;margin-bottom:1.4rem}
.live{margin-top:1rem}
.rsvp:has(.done) .intro{display:none}
.rsvp:has(.done) h2{position:absolute;clip-path:inset(50%);margin:0}
.done{margin-bottom:1.4rem}
.done:focus{outline:0}
.done h3{font-family:var(--d);font-weight:var(--dw);font-style:var(--dst);text-transform:var(--du);font-size:min(2.7em,11vw);line-height:1.08;margin-bottom:.3em}
.al-center .done{text-align:center}
.al-center .next{justify-content:center}
.next{display:flex;flex-wrap:wrap;gap:.6rem;margin-bottom:1.8rem}
.sum{display:grid;gap:0 2rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,16rem),1fr))}
.said{border-top:1px solid var(--line);padding-block:.7rem .9rem;line-height:1.42}
.said i{color:var(--soft);font-style:normal;margin-inline-end:.3em}
.is-attending{font-weight:var(--tb)}
.is-attending i{font-weight:var(--tw)}
.change{margin-top:.6rem;text-align:start;border-top:1px solid var(--line)}
.change summary{cursor:pointer;padding-block:.95rem;font-weight:var(--tb);text-decoration:underline;text-underline-offset:.22em}
.change .form{padding-top:.6rem}
${conditions(events)}`;

/** Controls, by the theme's `control` token. */
export const controls: Record<string, string> = {
  hairline: `
.c-hairline .btn{letter-spacing:.07em;text-transform:uppercase;font-size:.78em;font-weight:600;padding-inline:.8rem}
.c-hairline .send .btn{font-size:.9em}
.c-hairline .who>legend{float:none;text-align:center}
.c-hairline .who{border:0;padding:0}
.c-hairline .seg,.c-hairline .opts{justify-content:center}
.c-hairline .at legend,.c-hairline .q>legend,.c-hairline .all .hint{text-align:center;width:100%}
.c-hairline .form legend,.c-hairline .form label{font-weight:600}
`,
  box: `
.c-box .btn,.c-box .opt span,.c-box .q input,.c-box .q textarea,.c-box .q select{border-width:1.5px}
.c-box .btn{justify-content:space-between;text-align:start;padding-inline:1rem}
.c-box .btn::after{content:"";width:.5em;height:.5em;border:solid;border-width:2px 2px 0 0;transform:rotate(45deg);margin-inline-start:.7em;flex:none}
[dir=rtl].c-box .btn::after,[dir=rtl] .c-box .btn::after{transform:rotate(-135deg)}
.c-box .btn.no{border-color:var(--ink)}
.c-box .opt span{justify-content:start}
.c-box .who{border-top:2px solid var(--ink)}
`,
  pill: `
.c-pill .btn,.c-pill .opt span{border-radius:99px;border-width:2px}
.c-pill .btn{font-weight:800;padding-inline:1rem}
.c-pill .btn.no{border-color:currentColor}
.c-pill .q input:not([type=radio],[type=checkbox]),.c-pill .q textarea,.c-pill .q select{border-radius:1rem;border-width:2px}
.c-pill .who{border:2px solid var(--line);border-radius:1.4rem;padding:.6rem 1.1rem .9rem}
.c-pill .rest{border:0}
.c-pill .tick span{border-radius:1.2rem}
.c-pill .errs{border-radius:1rem;border-width:2px}
`,
};

const moving = (rules: string) => `@media (prefers-reduced-motion:no-preference){${rules}}`;

/** The moment of joy: the ornament appears once, and rests. */
export const joys: Record<string, string> = {
  sprig: `
.joy{color:var(--accent);margin-bottom:1.1rem}.joy .orn{width:13rem;margin-block:0}
${moving(".joy path{stroke-dasharray:900;stroke-dashoffset:900;animation:draw 2.4s .1s cubic-bezier(.5,0,.2,1) forwards}@keyframes draw{to{stroke-dashoffset:0}}")}`,
  arcs: `
.joy{color:var(--accent);margin-bottom:1.2rem}
.joy .arcs{position:static!important;width:8.5rem}
${moving(".joy path{transform-origin:center;animation:turn 1.3s cubic-bezier(.2,.8,.2,1) backwards}.joy path:nth-child(2n){animation-name:back}@keyframes turn{from{transform:rotate(-200deg);opacity:0}}@keyframes back{from{transform:rotate(160deg);opacity:0}}")}`,
  rays: `
.joy{margin-bottom:1.1rem}.joy .orn{width:15rem;margin:0}
.al-center .joy .orn{margin-inline:auto}
.joy .orn>*{transform-box:fill-box;transform-origin:center}
${moving(".joy .orn>*{animation:pop .7s cubic-bezier(.2,1.8,.4,1) backwards}.joy .orn>:nth-child(2){animation-delay:.1s}.joy .orn>:nth-child(3){animation-delay:.2s}.joy .orn>:nth-child(4){animation-delay:.3s}@keyframes pop{from{transform:translateY(3rem) scale(0) rotate(-90deg)}}")}`,
  none: "",
};
