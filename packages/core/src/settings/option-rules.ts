import * as z from 'zod/mini'
import { EXPIRES_IN_RULE, MAX_EXPIRES_IN } from './lifetime.js'
import type { TokenProviderOptions } from './options.js'

const seconds = (min: number, max: number) => z.number().check(z.gte(min), z.lte(max))
const whole = (min: number, max: number) => z.int().check(z.gte(min), z.lte(max))
const callable = z.custom(value => typeof value === 'function')

/** The schema of an option, and its rule and unit in words, as in `<option> must be <words>`. */
interface OptionRule {
  readonly schema: z.ZodMiniType
  readonly words: string
}

const rule = (schema: z.ZodMiniType, words: string): OptionRule => ({ schema: z.optional(schema), words })

const SECRET_RULE =
  'the API secret from the Stream dashboard, a list of 1 to 10 (the first signs, all verify), or a function that returns them'

/** Every option with its rule; the defaults are in `settings.ts`. */
export const OPTION_RULES: Readonly<Record<keyof TokenProviderOptions, OptionRule>> = {
  apiKey: rule(
    z.union([z.string(), callable]),
    "the app's API key from the Stream dashboard, or a function that returns it",
  ),
  apiSecret: rule(
    z.union([z.string(), z.array(z.string()).check(z.minLength(1), z.maxLength(10)), callable]),
    SECRET_RULE,
  ),
  allowShortSecret: rule(z.boolean(), 'true or false'),
  basePath: rule(
    z.string().check(z.regex(/^(\/[^\s/?#:*(){}]+)*$/)),
    "a path such as '/stream' that starts with / and does not end with it, or ''; no pattern",
  ),
  expiresIn: rule(z.nullable(whole(1, MAX_EXPIRES_IN)), EXPIRES_IN_RULE),
  maxExpiresIn: rule(whole(1, MAX_EXPIRES_IN), `whole seconds from 1 to ${MAX_EXPIRES_IN}`),
  backdate: rule(whole(0, 300), 'whole seconds from 0 to 300'),
  clockSkew: rule(seconds(0, 0.3), 'seconds from 0 to 0.3'),
  clockTolerance: rule(seconds(0, 300), 'seconds from 0 to 300'),
  verifyUserTimeout: rule(seconds(0.001, 300), 'seconds, above 0 and at most 300'),
  maxPending: rule(whole(1, 1_000_000), 'a whole number from 1 to 1,000,000'),
  maxHeld: rule(whole(1, 1_000_000), 'a whole number from 1 to 1,000,000'),
  bodyLimit: rule(whole(1, 1_048_576), 'whole bytes from 1 to 1,048,576'),
  bodyTimeout: rule(seconds(0.001, 300), 'seconds, above 0 and at most 300'),
  maxTokenBytes: rule(whole(256, 65_536), 'whole bytes from 256 to 65,536'),
  revocations: rule(z.custom(isStore), 'a revocation store: an object with the functions read and write'),
  streamApi: rule(
    z.union([
      z.literal(false),
      z.strictObject({
        baseUrl: z.optional(z.string().check(z.refine(isBaseUrl))),
        timeout: z.optional(seconds(0.001, 300)),
        retries: z.optional(whole(0, 10)),
      }),
    ]),
    'false, or { baseUrl: an https URL (http only on this machine, because calls carry the server token), timeout: seconds above 0 and at most 300, retries: a whole number from 0 to 10 }',
  ),
  tokensWithoutIat: rule(z.enum(['revoked', 'valid']), "'revoked' or 'valid'"),
  maxTokenAge: rule(whole(1, MAX_EXPIRES_IN), `whole seconds from 1 to ${MAX_EXPIRES_IN}`),
  storeTimeout: rule(seconds(0.001, 60), 'seconds, above 0 and at most 60'),
  writeTimeout: rule(seconds(0.001, 60), 'seconds, above 0 and at most 60'),
  devTokens: rule(z.boolean(), 'true or false'),
  allowDevTokensInProduction: rule(z.boolean(), 'true or false'),
  guests: rule(
    z.union([z.literal(false), z.strictObject({ expiresIn: z.optional(whole(1, MAX_EXPIRES_IN)) })]),
    `false, or { expiresIn: whole seconds from 1 to ${MAX_EXPIRES_IN} }; {} for the lifetime of other tokens`,
  ),
  authorizeRevocation: rule(callable, 'a function'),
  allowedOrigins: rule(
    z.union([z.array(z.string().check(z.refine(isOrigin))), z.custom(isOriginFunction)]),
    "a list of origins such as 'https://app.example' (no path, no *), or a function of an origin alone that returns true or false, or a promise (not a callback)",
  ),
  allowedHeaders: rule(
    z
      .array(z.string().check(z.regex(/^[!#$%&'*+.^_`|~\dA-Za-z-]+$/), z.regex(/[^*]/)))
      .check(z.maxLength(50)),
    "a list of request header names such as 'x-csrftoken'",
  ),
  rateLimit: rule(z.custom(isLimiter), 'an object with the function consume(key)'),
  onEvent: rule(callable, 'a function'),
  onServerError: rule(z.enum(['respond', 'forward']), "'respond' or 'forward'"),
  waitUntil: rule(callable, 'a function of a promise, such as the waitUntil of a serverless host'),
  clock: rule(callable, 'a function that returns milliseconds since 1970'),
}

/** In clear text, a server token would reach whoever listens on the way. */
export function isBaseUrl(value: string): boolean {
  if (!/^https?:\/\/[^\s?#]+$/.test(value) || !URL.canParse(value)) return false
  const { protocol, hostname } = new URL(value)
  return protocol === 'https:' || isLoopback(hostname)
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}

function isStore(value: unknown): boolean {
  return hasFunction(value, 'read') && hasFunction(value, 'write')
}

/** A second parameter is a callback, as in cors: the result would be ignored. */
function isOriginFunction(value: unknown): boolean {
  return typeof value === 'function' && value.length <= 1
}

function isLimiter(value: unknown): boolean {
  return hasFunction(value, 'consume')
}

function hasFunction(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function'
}

/** An origin as browsers write it: lower case, no default port, nothing after the host. */
function isOrigin(value: string): boolean {
  // `URL` has no origin for the schemes of app shells, such as capacitor://localhost.
  if (/^(?!https?:)[a-z][a-z\d+.-]*:\/\/[^\s/?#*]+$/.test(value)) return true
  return URL.canParse(value) && new URL(value).origin === value && !value.includes('*')
}
