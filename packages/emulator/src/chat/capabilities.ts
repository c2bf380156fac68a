/** What a member may do, by Stream's names. Components hide the actions that are not listed. */
export const CAPABILITIES = [
  'connect-events',
  'join-channel',
  'leave-channel',
  'read-channel',
  'read-channel-members',
  'read-events',
  'send-custom-events',
  'send-message',
  'send-typing-events',
  'typing-events',
] as const
