import type { TokenProviderOptions, VerifyUserContext, VerifyUserResult } from '@stream-token/core'

/** What reads the body before the endpoint: nothing, a parser of JSON, forms and text, or one that keeps the bytes. */
export type Parser = 'none' | 'parsed' | 'raw'

/** Where the endpoint is mounted: at the root, below a prefix, or below two nested prefixes. */
export type Mount = 'root' | 'prefix' | 'nested'

/** One set-up of a host. */
export interface Cell {
  readonly parser: Parser
  readonly mount: Mount
}

/** A `verifyUser` that does not depend on a framework: it receives a function that returns a request header. */
export type NeutralVerifyUser = (
  header: (name: string) => string | undefined,
  context: VerifyUserContext,
) => VerifyUserResult | Promise<VerifyUserResult>

/** The app that a host must serve. */
export interface AppSpec extends Cell {
  /** The name of `options` in {@link APP_SETTINGS}, for hosts that create the app in another process. */
  readonly setting: string
  readonly options: TokenProviderOptions
  readonly verifyUser: NeutralVerifyUser
  /**
   * Where the stand-in for Stream listens: `options` name it. A host that creates the app in another process passes it to
   * {@link settingsWithStream} there.
   */
  readonly streamUrl?: string
}

/** A host's app, listening on loopback. */
export interface Served {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string
  /** The path of the routes: mount and `basePath`. */
  readonly base: string
  /** The path below which the app serves {@link TOKEN_PATHS} and {@link LOG_OUT_ROUTE}: the mount. */
  readonly own: string
  close(): Promise<void>
}

/**
 * A framework that the suites test. Its app serves the endpoint, and must also respond
 * - with {@link PASSED_ON} to requests that the endpoint passes on, if it `passesOn`,
 * - with the endpoint's `tokenHandler` to requests for {@link TOKEN_PATHS}, whatever the method,
 * - with {@link LOG_OUT_ROUTE}'s result, as JSON, to POST requests for its path behind `revokeOnLogout`,
 * - with {@link guardedResult} of the caller, as JSON, to requests for {@link GUARDED_PATHS},
 * - with {@link thrownResponse} to thrown errors.
 */
export interface Host {
  readonly name: string
  /** The set-ups that this framework supports. */
  readonly cells: readonly Cell[]
  /** Whether requests for other paths are passed on to the app; otherwise they get 404 `not_found`. */
  readonly passesOn: boolean
  serve(spec: AppSpec): Promise<Served>
}

/** Every combination of parser and mount. */
export function allCells(
  parsers: readonly Parser[] = ['none', 'parsed', 'raw'],
  mounts: readonly Mount[] = ['root', 'prefix', 'nested'],
): readonly Cell[] {
  return mounts.flatMap(mount => parsers.map(parser => ({ parser, mount })))
}
