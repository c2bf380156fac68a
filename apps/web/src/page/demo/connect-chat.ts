import { StreamChat } from 'stream-chat'
import { errorText } from '../error-text.js'
import { field } from '../field.js'
import type { Dispatch } from './demo-event.js'
import type { Demo, Person } from './demo-info.js'
import type { HeldToken } from './demo-state.js'
import type { TokenKeeper } from './keep-token.js'

/**
 * Connects the real client and watches the channel. The client calls the token provider whenever Stream refuses its token
 * with code 40.
 */
export async function connectChat(
  demo: Demo,
  { id, name }: Person,
  { keeper, dispatch }: { keeper: TokenKeeper; dispatch: Dispatch },
): Promise<StreamChat> {
  // The API key comes with the token, so the first token is requested before the client exists.
  let first: HeldToken | undefined = await keeper.request()
  const tokenProvider = async (): Promise<string> => {
    const { token } = first ?? (await keeper.request())
    first = undefined
    return token
  }

  const client = new StreamChat(first.apiKey, { baseURL: demo.streamUrl })
  client.axiosInstance.interceptors.response.use(undefined, (error: unknown) => {
    const body = field(field(error, 'response'), 'data')
    dispatch({ type: 'logged', kind: 'refused', text: errorText(body ?? error) })
    return Promise.reject(error)
  })
  client.on('connection.changed', ({ online }) => dispatch({ type: 'online', isOnline: online === true }))
  client.on('message.new', ({ user, message }) => {
    const sender = user?.id === id ? 'You' : (user?.name ?? user?.id)
    dispatch({ type: 'logged', kind: 'stream', text: `${sender} wrote: ${message?.text ?? ''}` })
  })
  try {
    await client.connectUser({ id, name }, tokenProvider)
    await client.channel('messaging', 'demo').watch()
    return client
  } catch (error) {
    await client.disconnectUser()
    throw error
  }
}
