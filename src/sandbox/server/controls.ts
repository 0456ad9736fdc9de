import { readCall, requireBody } from "../http/call.ts";
import { type Fields, requireObject } from "../http/fields.ts";
import { Refusal } from "../http/refusal.ts";
import type { Sandbox } from "../sandbox.ts";
import { answer, answerFile } from "./answers.ts";
import { streamEvents } from "./events.ts";
import { findFault, listFault, readFault } from "./faults.ts";

/** One path of the page or its controls. */
export interface Control {
  readonly method: "GET" | "POST" | "DELETE";
  /** Matches a whole path; its group, if any, is the path's parameter. */
  readonly path: RegExp;
  readonly handle: (
    sandbox: Sandbox,
    request: Request,
    parameter: string,
  ) => Response | Promise<Response>;
}

/** The page and its controls. */
export const CONTROLS: readonly Control[] = [
  { method: "GET", path: /^\/$/, handle: () => answerFile("index.html") },
  {
    method: "GET",
    path: /^\/sandbox\/page\/(.+)$/,
    handle: (_sandbox, _request, name) => answerFile(name),
  },
  { method: "GET", path: /^\/sandbox\/events$/, handle: streamEvents },
  { method: "GET", path: /^\/sandbox\/messages$/, handle: listMessages },
  { method: "POST", path: /^\/sandbox\/clock$/, handle: advanceClock },
  { method: "POST", path: /^\/sandbox\/faults$/, handle: armFault },
  { method: "DELETE", path: /^\/sandbox\/faults(?:\/(\d+))?$/, handle: disarmFaults },
  { method: "POST", path: /^\/sandbox\/reset$/, handle: reset },
];

function listMessages(sandbox: Sandbox, { url }: Request): Response {
  const to = new URL(url).searchParams.get("to");
  return answer(sandbox.messages.filter((message) => to === null || message.to === to));
}

async function advanceClock(sandbox: Sandbox, request: Request): Promise<Response> {
  const { advance } = await readFields(request);
  if (typeof advance !== "number") {
    throw new Refusal("bad_request", '"advance" must be a number');
  }
  sandbox.advance(advance);
  return answer({ now: sandbox.now() });
}

async function armFault(sandbox: Sandbox, request: Request): Promise<Response> {
  return answer(listFault(sandbox.arm(...readFault(await readFields(request)))));
}

/** Disarms the fault with an id, or all of them without one, and returns the faults that remain. */
function disarmFaults(sandbox: Sandbox, _request: Request, id: string): Response {
  sandbox.disarm(id === "" ? undefined : findFault(sandbox, id));
  return answer(sandbox.faults.map(listFault));
}

async function reset(sandbox: Sandbox, request: Request): Promise<Response> {
  await readFields(request);
  sandbox.reset();
  return answer({ now: sandbox.now() });
}

/** The body, which has to be a JSON object. */
async function readFields(request: Request): Promise<Fields> {
  const call = await readCall(request, undefined);
  requireBody(call);
  return requireObject(call.json);
}
