import type { TokenProviderOptions, VerifyUserContext, VerifyUserResult } from '@stream-token/core'

/** What read the body before the endpoint: nothing, a parser of JSON, forms and text, or one that keeps the bytes. */
export type Parser = 'none' | 'parsed' | 'raw'

/** Where the endpoint is mounted: at the root, below a prefix, or below a prefix within a prefix. */
export type Mount = 'root' | 'prefix' | 'nested'

/** One way in which a host can be set up. */
export interface Cell {
  readonly parser: Parser
  readonly mount: Mount
}

/** A `verifyUser` that knows no framework: it is given a look-up of request headers. */
export type NeutralVerifyUser = (
  header: (name: string) => string | undefined,
  context: VerifyUserContext,
) => VerifyUserResult | Promise<VerifyUserResult>

/** The app that a host is asked to serve. */
export interface AppSpec extends Cell {
  /** The name of the {@link APP_SETTINGS} that `options` come from, for hosts that build the app in another process. */
  readonly setting: string
  readonly options: TokenProviderOptions
  readonly verifyUser: NeutralVerifyUser
}

/** A host's app, listening on loopback. */
export interface Served {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string
  /** The path below which the routes are: mount and `basePath`. */
  readonly base: string
  close(): Promise<void>
}

/**
 * A framework that the suites are run on. Beside the endpoint its app must
 * - answer whatever the endpoint passes on with {@link PASSED_ON}, if it `passesOn`,
 * - answer the paths of {@link GUARDED_PATHS} with the {@link guardedAnswer} to what the guard found, as JSON,
 * - answer what is thrown with {@link thrownAnswer}.
 */
export interface Host {
  readonly name: string
  /** The set-ups that exist in this framework. */
  readonly cells: readonly Cell[]
  /** Whether requests that are not for the endpoint go on to the app; otherwise they get 404 `not_found`. */
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
