import { Refusal } from "../http/call.ts";
import type { Sandbox } from "../sandbox.ts";
import { answer, answerFile } from "./answers.ts";
import { streamEvents } from "./events.ts";
import { findFault, listFault, readFault } from "./faults.ts";
import { readJson, readObject } from "./json.ts";

/** One address of the page or its controls; a group in the path is the parameter. */
export interface Control {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: RegExp;
  readonly handle: (request: Request, parameter: string) => Response | Promise<Response>;
}

/** The page, and what it is worked with. */
export function createControls(sandbox: Sandbox): readonly Control[] {
  return [
    {
      method: "GET",
      path: /^\/$/,
      handle: () => answerFile("index.html"),
    },
    {
      method: "GET",
      path: /^\/sandbox\/page\/(.+)$/,
      handle: (_, name) => answerFile(name),
    },
    {
      method: "GET",
      path: /^\/sandbox\/events$/,
      handle: (request) => streamEvents(sandbox, request),
    },
    {
      method: "GET",
      path: /^\/sandbox\/messages$/,
      handle({ url }) {
        const to = new URL(url).searchParams.get("to");
        return answer(sandbox.messages.filter((message) => to === null || message.to === to));
      },
    },
    {
      method: "POST",
      path: /^\/sandbox\/clock$/,
      async handle(request) {
        const { advance } = readObject(await readJson(request), "the body");
        if (typeof advance !== "number") {
          throw new Refusal("bad_request", '"advance" is not a number');
        }
        sandbox.advance(advance);
        return answer({ now: sandbox.now() });
      },
    },
    {
      method: "POST",
      path: /^\/sandbox\/faults$/,
      async handle(request) {
        return answer(listFault(sandbox.arm(...readFault(await readJson(request)))));
      },
    },
    {
      method: "DELETE",
      path: /^\/sandbox\/faults$/,
      handle() {
        sandbox.disarm();
        return answer([]);
      },
    },
    {
      method: "DELETE",
      path: /^\/sandbox\/faults\/(\d+)$/,
      handle(_, id) {
        sandbox.disarm(findFault(sandbox, id));
        return answer(sandbox.faults.map(listFault));
      },
    },
    {
      method: "POST",
      path: /^\/sandbox\/reset$/,
      async handle(request) {
        readObject(await readJson(request), "the body");
        sandbox.reset();
        return answer({ now: sandbox.now() });
      },
    },
  ];
}
