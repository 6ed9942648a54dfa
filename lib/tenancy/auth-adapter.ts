import { DrizzleAdapter } from "@auth/drizzle-adapter";
import type { Adapter } from "next-auth/adapters";
import { asSystem } from "@/db/client";
import { accounts, sessions, users } from "@/db/schema";
import { tokenHash } from "./session";

type Method = (...given: never[]) => unknown;

/** What a session keeps of the request it began in, for its owner to recognise it. */
export type Device = { userAgent: string | null; address: string | null; place: string | null };

/**
 * Auth.js' database adapter on our tables: each call in a transaction of its own, and session tokens hashed on
 * their way in, so that whoever reads the database can sign in as nobody.
 */
export function authAdapter(device?: Device): Adapter {
  const tables = { usersTable: users, accountsTable: accounts, sessionsTable: sessions } as never;
  const call = <K extends keyof Adapter>(name: K) =>
    ((...given: never[]) =>
      asSystem("people and their sessions belong to no organization", async (tx) =>
        (DrizzleAdapter(tx as never, tables)[name] as Method)(...given),
      )) as NonNullable<Adapter[K]>;
  return {
    createUser: call("createUser"),
    getUser: call("getUser"),
    getUserByEmail: call("getUserByEmail"),
    getUserByAccount: call("getUserByAccount"),
    updateUser: call("updateUser"),
    linkAccount: call("linkAccount"),
    createSession: async ({ sessionToken, ...session }) => {
      const seen = device && { userAgent: device.userAgent, ip: device.address, place: device.place };
      const row = { ...session, ...seen, sessionToken: tokenHash(sessionToken) };
      return { ...(await call("createSession")(row)), sessionToken };
    },
    getSessionAndUser: async (sessionToken) => {
      const found = await call("getSessionAndUser")(tokenHash(sessionToken));
      return found && { user: found.user, session: { ...found.session, sessionToken } };
    },
    updateSession: async ({ sessionToken, ...session }) => {
      const updated = await call("updateSession")({ ...session, sessionToken: tokenHash(sessionToken) });
      return updated && { ...updated, sessionToken };
    },
    deleteSession: async (sessionToken) => {
      await call("deleteSession")(tokenHash(sessionToken));
    },
  };
}
