import { namesIn } from '../wire/names-in.js'

/** Stream's own fields of a channel. */
export const CHANNEL_FIELDS: ReadonlySet<string> = namesIn(`
  id type cid created_by created_by_id created_at updated_at deleted_at members member_count config
  config_overrides own_capabilities last_message_at frozen disabled hidden muted invites team cooldown
  truncated_at message_count filter_tags
`)
