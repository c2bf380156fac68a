import { StreamChat, type UserResponse } from 'stream-chat'
import type { ConnectionState } from './connection-badge.js'
import type { Demo, Person } from './demo.js'
import { field } from './field.js'
import { inWords } from './in-words.js'
import type { Journal } from './journal.js'
import { streamRefusal } from './stream-refusal.js'
import type { TokenAnswer } from './token-answer.js'

/** The signed-in person's connection to Stream. */
export interface Chat {
  readonly apiKey: string
  /** Any call to Stream will do; this one asks which of the ids it knows. */
  findUsers(ids: readonly string[]): Promise<readonly UserResponse[]>
  /** Makes the client ask the token provider now, as it does by itself when Stream says 40. */
  refresh(): Promise<void>
  close(): Promise<void>
  /** The codes with which Stream has refused calls. */
  readonly refusals: readonly number[]
  /** Whether the socket is open. */
  isOpen(): boolean
}

/** What a connection is opened with. */
export interface ChatSetup {
  readonly demo: Demo
  readonly person: Person
  readonly journal: Journal
  readonly source: () => Promise<TokenAnswer>
  readonly onState: (state: ConnectionState) => void
}

/** Connects with the real stream-chat client, which asks for a token whenever Stream tells it to. */
export async function openChat({ demo, person, journal, source, onState }: ChatSetup): Promise<Chat> {
  // The key comes with the token, so the first token is asked for before there is a client to ask for it.
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
    const answer = field(field(error, 'response'), 'data')
    const refusal = streamRefusal(answer)
    if (refusal !== undefined) refusals.push(refusal.code)
    journal.add('refused', inWords(answer ?? error))
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
