/** What a version of the API consists of, and how a request reaches one of its endpoints. */
import type { OperationName } from "./fault.ts";
import { type Call, requireBody } from "./http/call.ts";
import { methodNotAllowed, notFound, Refusal } from "./http/refusal.ts";
import { jsonReply, type Reply } from "./http/reply.ts";
import type { SandboxCredentials } from "./options.ts";
import type { Words } from "./state/random.ts";
import type { Channel } from "./message.ts";
import type { LookupOutcome } from "./state/outcomes.ts";
import type { TestNumbers } from "./state/test_numbers.ts";
import type { Windows } from "./state/windows.ts";

/** The service behind every version of the API. */
export interface Service {
  readonly windows: Windows;
  readonly credentials: SandboxCredentials;
  readonly words: Words;
  /** The channels of messages that the account has. */
  readonly channels: readonly Channel[];
  readonly testNumbers: TestNumbers;
  /** What a lookup finds out about a number. */
  readonly lineOf: (number: string) => LookupOutcome;
  /** The time in milliseconds since the epoch. */
  readonly now: () => number;
}

/** One endpoint. */
export interface Route {
  /** The operation that faults can be armed for; `undefined` for what only sets up a test. */
  readonly operation: OperationName | undefined;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Matches a whole path; its group, if any, is the path's parameter. */
  readonly path: RegExp;
  /** Returns the body of a 200 response, or throws a {@linkcode Refusal}. */
  readonly handle: (service: Service, call: Call, parameter: string) => unknown;
  /** The people that a call is about, exactly as in the request; they may be no recipients at all. */
  readonly recipients?: (service: Service, call: Call, parameter: string) => readonly unknown[];
}

/** One version of the API. */
export interface ApiVersion {
  /** The prefix of its paths, e.g. `/v1/`. */
  readonly prefix: string;
  readonly routes: readonly Route[];
  /** Throws a {@linkcode Refusal} unless the headers carry the sandbox's credentials. */
  readonly authorize: (headers: Headers, credentials: SandboxCredentials) => void;
  /** The body of an error. */
  readonly encodeError: (refusal: Refusal, service: Service) => unknown;
  /** The code of an error on the service's side. */
  readonly internalError: string;
}

/** Where a request goes. */
export interface Destination {
  /** The version in the path, or the first version if the path has none. */
  readonly version: ApiVersion;
  /** The endpoint, or the refusal if there is none. */
  readonly route: Route | Refusal;
}

/** Finds the endpoint of a request. */
export function findRoute(
  versions: readonly [ApiVersion, ...ApiVersion[]],
  { method, url: { pathname } }: Pick<Call, "method" | "url">,
): Destination {
  const version = versions.find(({ prefix }) => pathname.startsWith(prefix)) ?? versions[0];
  const found = version.routes.filter(({ path }) => path.test(pathname));
  if (found.length === 0) return { version, route: notFound() };
  const route = found.find((route) => route.method === (method === "HEAD" ? "GET" : method));
  return { version, route: route ?? methodNotAllowed(found.map(({ method }) => method)) };
}

/** The API's own response to a request. */
export function answer({ version, route }: Destination, call: Call, service: Service): Reply {
  try {
    if (route instanceof Refusal) throw route;
    version.authorize(call.headers, service.credentials);
    requireBody(call);
    const parameter = parameterOf(route, call);
    if (parameter === undefined) {
      throw new Refusal("bad_request", "the path must be percent-encoded UTF-8");
    }
    return jsonReply(route.handle(service, call, parameter));
  } catch (thrown) {
    if (thrown instanceof Refusal) return encodeRefusal(version, thrown, service);
    throw thrown;
  }
}

/** An error in the version's own format. */
export function encodeRefusal(version: ApiVersion, refusal: Refusal, service: Service): Reply {
  return jsonReply(version.encodeError(refusal, service), refusal);
}

/** The people that a call is about; nobody if it does not say. */
export function recipientsOf(route: Route, call: Call, service: Service): readonly unknown[] {
  return route.recipients?.(service, call, parameterOf(route, call) ?? "") ?? [];
}

/** The parameter in the path; `undefined` if it cannot be decoded. */
function parameterOf({ path }: Route, { url }: Call): string | undefined {
  try {
    return decodeURIComponent(path.exec(url.pathname)?.[1] ?? "");
  } catch {
    return undefined;
  }
}
