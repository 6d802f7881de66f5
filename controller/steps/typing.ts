/** Typing. What is typed is not kept; a credential is kept out of everything that follows, too. */
import { Secrets } from "../scenario/secrets.ts";
import { waitFor } from "../wait.ts";
import { CONTROL_DEADLINE_MS } from "./look.ts";
import type { StepContext } from "./context.ts";

/** Types into the field that has the focus. */
export async function inputText(context: StepContext, written: string): Promise<void> {
  const { walker } = context;
  const { text, secret } = reveal(context, written);
  await waitFor(
    "a field with the focus",
    CONTROL_DEADLINE_MS,
    async () => (await walker.look()).find((node) => node.focused) ?? null,
    walker.session.gone,
  );
  await walker.during("text", "text", secret ? { secret: true } : { length: text.length }, async () => {
    await walker.handset.text(text);
    await walker.session.flush();
  });
}

/** The text that `written` stands for. From here on the trace keeps a credential out of all it stores. */
export function reveal({ walker, secrets }: StepContext, written: string): { text: string; secret: boolean } {
  const filled = (secrets ?? Secrets.none()).fill(written);
  if (filled.secret) for (const value of (secrets ?? Secrets.none()).values()) walker.writer.keepOut(value);
  return filled;
}
