/**
 * A program that uses the package as a stranger would. It is compiled against the installed tarball in
 * every way that matters, and then run.
 */
import { ApiError, type CheckResult, Ding, type Fetch, OtpError } from "@ding-otp/client";
import { Sandbox } from "@ding-otp/client/sandbox";

// CommonJS has no top-level `await`. A rejection ends Node with an exit code.
main();

async function main(): Promise<void> {
  const sandbox = new Sandbox();
  const paths: string[] = [];
  const logging: Fetch = (url, init) => {
    paths.push(`${init.method} ${url}`);
    return sandbox.fetch(url, init);
  };
  const ding = new Ding({ ...sandbox.credentials, fetch: logging, timeout: 5_000 });

  const sent = await ding.send({ phoneNumber: "+1 (555) 555-0100", locale: "fr-FR" });
  if (!sent.ok) throw new Error(`no code was sent: ${sent.reason}`);
  const authenticationUuid: string = sent.authenticationUuid;
  const expiresAt: Date | undefined = sent.expiresAt;

  const typed = sandbox.messages.at(-1)?.code ?? "";
  const signal = new AbortController().signal;
  const check: CheckResult<"valid"> = await ding.check({ authenticationUuid, checkCode: typed }, {
    signal,
  });
  if (!check.ok) throw new Error(`the code was ${check.reason}`);
  const valid: "valid" = check.status;
  const contentType: string | null | undefined = check.http?.headers.get("content-type");

  const stranger = new Ding({ ...sandbox.credentials, apiKey: "wrong", fetch: sandbox.fetch });
  const thrown: unknown = await stranger.send({ phoneNumber: "+15555550100" }).catch(
    (error: unknown) => error,
  );
  if (!(thrown instanceof OtpError && thrown instanceof ApiError)) throw thrown;

  if (
    valid !== "valid" || contentType == null || expiresAt === undefined || paths.length !== 2 ||
    thrown.status !== 401
  ) {
    throw new Error("the story came out wrong");
  }
}
