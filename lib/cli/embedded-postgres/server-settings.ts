/** The server's configuration. Written anew before each start, so that a new version of ours takes effect. */

export type ServerSettings = Readonly<Record<string, string | number>>;

const COMMON: ServerSettings = {
  listen_addresses: "127.0.0.1",
  // Reached over loopback only: a socket's path has a length limit that a deep folder exceeds.
  unix_socket_directories: "",
  password_encryption: "scram-sha-256",
  max_connections: 100,
  // A query over a month holds a lock on each partition and each of its indexes; the default of 64 gives out.
  max_locks_per_transaction: 256,
  timezone: "UTC",
  log_timezone: "UTC",
  lc_messages: "C",
  jit: "off",
  log_line_prefix: "%m [%p] %q%u@%d ",
  log_checkpoints: "off",
  log_lock_waits: "on",
  // A statement that failed may hold somebody's data; the program that sent it reports it.
  log_min_error_statement: "panic",
};

/** For an installation: nothing acknowledged is lost, and loading in bulk is not slowed by frequent checkpoints. */
export const INSTALLATION_SETTINGS: ServerSettings = {
  ...COMMON,
  shared_buffers: "256MB",
  effective_cache_size: "1GB",
  work_mem: "16MB",
  maintenance_work_mem: "256MB",
  synchronous_commit: "on",
  wal_buffers: "16MB",
  min_wal_size: "256MB",
  max_wal_size: "2GB",
  checkpoint_timeout: "15min",
  random_page_cost: 1.1,
};

/** For tests: the data does not outlive the run, so nothing waits for the disk. */
export const THROWAWAY_SETTINGS: ServerSettings = {
  ...INSTALLATION_SETTINGS,
  shared_buffers: "128MB",
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  min_wal_size: "128MB",
};

/** The text of postgresql.conf. */
export function renderSettings(settings: ServerSettings): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${String(value).replaceAll("'", "''")}'`);
  return `# Written by Signbook at each start: changes made here are lost.\n${lines.join("\n")}\n`;
}

/** The text of pg_hba.conf: this machine only, and always with a password. */
export const HOST_RULES = "# Written by Signbook at each start.\nhost all all 127.0.0.1/32 scram-sha-256\n";
