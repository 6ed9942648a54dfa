const given = (form: HTMLFormElement, field: string): string[] => {
  const data = new FormData(form);
  // A condition on "any attendance" ends with a dot and looks at every event.
  const names = field.endsWith(".") ? [...data.keys()].filter((name) => name.startsWith(field)) : [field];
  return names
    .flatMap((name) => data.getAll(name))
    .map(String)
    .filter(Boolean);
};

/** The same four operators as lib/scene/answer-rules.ts, over what is filled in right now. */
function holds(op: string, values: string[], wanted: string[]): boolean {
  const all = wanted.every((one) => values.includes(one));
  if (op === "answered") return values.length > 0;
  if (op === "includes") return wanted.length > 0 && all;
  const equal = values.length === wanted.length && all;
  return op === "not_equals" ? !equal : equal;
}

/** Shows and hides the questions that wait for another answer; a hidden one hides what waits for it. */
export function showWhatApplies(form: HTMLFormElement) {
  for (const question of form.querySelectorAll<HTMLElement>("[data-if]")) {
    const { if: field = "", op = "", value } = question.dataset;
    const on = form
      .querySelector<HTMLElement>(`[name="${CSS.escape(field)}"]`)
      ?.closest<HTMLElement>("[data-if]");
    const values = on?.hidden ? [] : given(form, field);
    question.hidden = !holds(op, values, value === undefined ? [] : value.split("\n"));
  }
}

/** "All of us" answers for everybody; an answer for one takes it back. */
export function keepTogether(form: HTMLFormElement, changed: HTMLInputElement) {
  const each = [...form.querySelectorAll<HTMLInputElement>(".who:not(.plus) .at input")];
  if (changed.name === "all") {
    for (const input of each) input.checked = input.value === changed.value;
  } else if (changed.name.startsWith("a.")) {
    for (const input of form.querySelectorAll<HTMLInputElement>("[name=all]")) {
      const same = each.filter((one) => one.value === input.value);
      input.checked = same.length > 0 && same.every((one) => one.checked);
    }
  }
}
