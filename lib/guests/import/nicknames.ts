import { fold } from "./clean";

// First names that one person may go by; each line is one circle.
const circles = `
alexander alex sasha xander al | alexandra alex sandra sasha lexi | andrew andy drew | anthony tony ant | benjamin ben benny
catherine katherine kathryn kate katie cathy kathy kat | charles charlie chuck chas | charlotte charlie lottie | christopher chris kit
christina christine chris tina | daniel dan danny | david dave davy | deborah debbie deb | dorothy dot dottie | edward ed eddie ted ned
elizabeth elisabeth liz lizzie beth betty eliza libby lisa | francis frank | frances fran | frederick fred freddie | gregory greg
henry harry hank | isabella bella izzy isabel | jacob jake | james jim jimmy jamie | jennifer jen jenny | jessica jess jessie
john jack johnny jon | jonathan jon jonny | joseph joe joey | joshua josh | kenneth ken kenny | lawrence larry | leonard leo len
margaret maggie meg peggy greta | maria mary mia | matthew matt | michael mike mick mikey | nathaniel nathan nate | nicholas nick nico
patricia pat patty tricia | patrick pat paddy | peter pete | philip phil | rebecca becky becca | richard rick dick rich richie
robert rob bob bobby robbie bert | ronald ron | samuel sam sammy | samantha sam | stephen steven steve | susan sue suzy
theodore ted theo | thomas tom tommy | timothy tim | victoria vicky tori | vincent vince | walter walt | william will bill billy liam
franziska franzi | josef sepp jupp | johannes hannes hans jo | katharina kathi kati | maximilian max | sebastian basti seb
giuseppe peppe beppe | francesco checco franco | alessandro sandro ale | jose pepe | francisco paco pancho fran | ignacio nacho`;

const circlesOf = new Map<string, Set<number>>();
for (const [index, circle] of circles.split(/[|\n]/).entries()) {
  for (const name of circle.trim().split(/\s+/)) {
    circlesOf.set(name, (circlesOf.get(name) ?? new Set()).add(index));
  }
}

/** Whether two first names may be the same person's: equal, a nickname, an initial, or one begins the other. */
export function alikeFirstNames(one: string, other: string): boolean {
  const [a, b] = [fold(one), fold(other)].sort((x, y) => x.length - y.length) as [string, string];
  if (a === b || a === "") return true;
  const [shorter, longer] = [a.split(" ")[0]!, b.split(" ")[0]!];
  if (shorter === longer || longer.startsWith(shorter))
    return shorter.length >= 3 || shorter.length === 1 || shorter === longer;
  if (longer.length === 1) return shorter.startsWith(longer);
  const circle = circlesOf.get(shorter);
  return circle !== undefined && [...(circlesOf.get(longer) ?? [])].some((index) => circle.has(index));
}
