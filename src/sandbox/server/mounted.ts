import type { Sandbox } from "../sandbox.ts";

/** A sandbox, and the path that it is mounted at. */
export interface Mounted {
  readonly sandbox: Sandbox;
  /** `""` for the root. */
  readonly mount: string;
}
