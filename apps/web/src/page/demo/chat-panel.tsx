import type { ReactNode } from 'react'
import { Channel, Chat, MessageComposer, MessageList, Window, WithComponents } from 'stream-chat-react'
import 'stream-chat-react/css/index.css'
import { SourceLink } from '../source-link.js'
import type { DemoState } from './demo-state.js'
import { tokenCondition } from './token-condition.js'
import { useDarkMode } from './use-dark-mode.js'

/** The conversation of the three users, with Stream's own components. */
export function ChatPanel({ state }: { state: DemoState }): ReactNode {
  const { client } = state
  const isDark = useDarkMode()
  const isBlocked = tokenCondition(state, performance.now()).name === 'blocked'
  return (
    <section className="panel chat-panel" aria-labelledby="chat-title">
      <div className="panel-head">
        <h2 id="chat-title">Chat</h2>
        <p
          className="connection"
          role="status"
          data-state={client !== undefined && state.isOnline ? 'connected' : 'waiting'}
        >
          {connectionText(state)}
        </p>
      </div>
      {client === undefined ? (
        <p className="chat-wait">{isBlocked ? BLOCKED : 'Connecting to Stream…'}</p>
      ) : (
        <Chat client={client} theme={isDark ? 'str-chat__theme-dark' : 'str-chat__theme-light'}>
          <WithComponents overrides={OVERRIDES}>
            <Channel channel={client.channel('messaging', 'demo')}>
              <Window>
                <MessageList messageActions={[]} />
                {isBlocked ? (
                  <p className="chat-wait">{BLOCKED}</p>
                ) : (
                  <MessageComposer audioRecordingEnabled={false} />
                )}
              </Window>
            </Channel>
          </WithComponents>
        </Chat>
      )}
      <SourceLink of="connect" label="Code" />
    </section>
  )
}

/** Instead of the library's own, which is a list item outside a list. */
function NoMessages(): ReactNode {
  return <p className="chat-wait">No messages yet. Write the first one.</p>
}

const OVERRIDES = { EmptyStateIndicator: NoMessages }

const BLOCKED = 'You are blocked. To write again, be unblocked.'

function connectionText({ client, isOnline }: DemoState): string {
  if (client === undefined) return 'Not connected'
  return isOnline ? 'Connected to Stream' : 'Reconnecting…'
}
