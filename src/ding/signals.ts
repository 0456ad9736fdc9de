/** What is told about the device: by `send` to the API, and by `status` back. */

/** The signals as a shape of the wire. */
export const SIGNALS =
  "device_id device_type device_model os_version app_version ip is_returning_user:boolean app_realm";
