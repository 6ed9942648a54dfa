const key = (projectId: string) => `eios tested ${projectId}`;

/** Remembers on this device that a test mail was sent: the last step of the first run. */
export function rememberTest(projectId: string): void {
  try {
    localStorage.setItem(key(projectId), "1");
    window.dispatchEvent(new Event("eios-tested"));
  } catch {
    // Without storage the checklist leaves with the first real message.
  }
}

/** Whether a test mail of the project was sent from this device. */
export function wasTested(projectId: string): boolean {
  try {
    return localStorage.getItem(key(projectId)) === "1";
  } catch {
    return false;
  }
}

/** Calls back when a test mail is sent. */
export function onTested(changed: () => void): () => void {
  window.addEventListener("eios-tested", changed);
  return () => window.removeEventListener("eios-tested", changed);
}
