import { StreamChat, type UserResponse } from 'stream-chat'
import type { ConnectionState } from './connection-badge.js'
import type { Demo, Person } from './demo.js'
import { errorText } from './error-text.js'
import { field } from './field.js'
import type { Log } from './log.js'
import { streamRefusal } from './stream-refusal.js'
import type { TokenResponse } from './token-response.js'

/** The signed-in person's connection to Stream. */
export interface Chat {
  readonly apiKey: string
  /** Makes a call to Stream: returns the users among the ids that it knows. */
  findUsers(ids: readonly string[]): Promise<readonly UserResponse[]>
  /** Makes the client request a token now, as it does by itself after code 40. */
  refresh(): Promise<void>
  close(): Promise<void>
  /** The codes of the calls that Stream refused. */
  readonly refusals: readonly number[]
  /** Whether the socket is open. */
  isOpen(): boolean
}

/** The options of a connection. */
export interface ChatSetup {
  readonly demo: Demo
  readonly person: Person
  readonly log: Log
  readonly source: () => Promise<TokenResponse>
  readonly onState: (state: ConnectionState) => void
}

/** Connects with the real stream-chat client, which requests a new token whenever Stream refuses its token. */
export async function openChat({ demo, person, log, source, onState }: ChatSetup): Promise<Chat> {
  // The API key comes with the token response, so the first token is requested before the client exists.
  const { apiKey, token } = await source()
  let first: string | undefined = token
  const provider = async (): Promise<string> => {
    const next = first ?? (await source()).token
    first = undefined
    return next
  }

  const client = new StreamChat(apiKey, { baseURL: demo.streamUrl })
  const refusals: number[] = []
  client.axiosInstance.interceptors.response.use(undefined, (error: unknown) => {
    const body = field(field(error, 'response'), 'data')
    const refusal = streamRefusal(body)
    if (refusal !== undefined) refusals.push(refusal.code)
    log.add('refused', errorText(body ?? error))
    return Promise.reject(error)
  })
  client.on('connection.changed', event => onState(event.online === true ? 'connected' : 'reconnecting'))
  await client.connectUser({ id: person.id, name: person.name }, provider)
  onState('connected')

  return {
    apiKey,
    findUsers: async ids => (await client.queryUsers({ id: { $in: [...ids] } })).users,
    refresh: async () => {
      await client.tokenManager.loadToken()
    },
    close: async () => {
      await client.disconnectUser()
    },
    refusals,
    isOpen: () => client.wsConnection?.isHealthy === true,
  }
}
