/** Measures in workerd, as a test of one worker. Prints JSON. */
import { measure, type Plan } from "./measure.ts";

export default {
  async test(_controller: unknown, { plan }: { readonly plan: Plan }): Promise<void> {
    console.log(JSON.stringify(await measure(plan)));
  },
};
