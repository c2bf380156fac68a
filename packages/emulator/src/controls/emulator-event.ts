/** What the emulator did. Instants are those of the emulator's clock, in milliseconds. */
export type EmulatorEvent =
  | {
      readonly type: 'request'
      readonly at: number
      readonly method: string
      /** As sent, without the query. */
      readonly path: string
      /** The HTTP status; 101 for a socket that connected. Undefined if a failure left the request unanswered. */
      readonly status: number | undefined
      /** Stream's error number, if the request was refused. */
      readonly code?: number | undefined
      /** The user who sent it; undefined for the server, and where nobody was authenticated. */
      readonly userId?: string | undefined
      /** Whether a test injected the response, or the lack of it. */
      readonly injected?: true | undefined
    }
  | {
      readonly type: 'connected'
      readonly at: number
      readonly product: 'chat' | 'video'
      readonly userId: string
      readonly connectionId: string
    }
  | {
      readonly type: 'disconnected'
      readonly at: number
      readonly product: 'chat' | 'video'
      readonly userId: string
      readonly connectionId: string
      /** 1006 if the connection was lost. */
      readonly closeCode: number
    }

export type EventType = EmulatorEvent['type']
export type EventOf<Type extends EventType> = Extract<EmulatorEvent, { readonly type: Type }>

/** Which events are meant: fields that must be equal, or a function. */
export type EventMatch<Type extends EventType = EventType> =
  | {
      readonly type?: Type
      readonly method?: string
      readonly path?: string
      readonly status?: number
      readonly code?: number
      readonly userId?: string
      readonly injected?: true
      readonly product?: 'chat' | 'video'
      readonly connectionId?: string
      readonly closeCode?: number
    }
  | ((event: EmulatorEvent) => boolean)
