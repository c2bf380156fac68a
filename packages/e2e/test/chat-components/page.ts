import { createElement, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import {
  Channel,
  ChannelHeader,
  ChannelList,
  Chat,
  MessageComposer,
  MessageList,
  useCreateChatClient,
  Window,
} from 'stream-chat-react'
import 'stream-chat-react/css/index.css'

interface Settings {
  readonly api: string
  readonly userId: string
  readonly token: string
  /** The channel to show; without one the page shows the list of channels. */
  readonly channelId: string | null
}

/** A page as an app would write it. */
function App({ api, userId, token, channelId }: Settings) {
  const client = useCreateChatClient({
    apiKey: 'e2e',
    options: { baseURL: api },
    tokenOrProvider: token,
    userData: { id: userId },
  })
  if (client === null) return 'Connecting'
  const window = createElement(
    Window,
    null,
    createElement(ChannelHeader),
    createElement(MessageList),
    createElement(MessageComposer),
  )
  if (channelId !== null) {
    const channel = client.channel('messaging', channelId)
    return createElement(Chat, { client }, createElement(Channel, { channel }, window))
  }
  const list = createElement(ChannelList, {
    filters: { type: 'messaging', members: { $in: [userId] } },
    sort: { last_message_at: -1 },
    options: { presence: true },
    setActiveChannelOnMount: false,
  })
  return createElement(Chat, { client }, list, createElement(Channel, null, window))
}

const { searchParams } = new URL(location.href)
const root = document.querySelector('#root')
if (root !== null) {
  const settings = {
    api: searchParams.get('api') ?? '',
    userId: searchParams.get('user') ?? '',
    token: searchParams.get('token') ?? '',
    channelId: searchParams.get('channel'),
  }
  createRoot(root).render(createElement(StrictMode, null, createElement(App, settings)))
}
