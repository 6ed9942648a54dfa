import type { Role } from "@/db/schema/organizations";
import { AppError } from "@/lib/http/problem";
import { permissionsOf } from "@/lib/tenancy/can";
import type { Scope } from "@/lib/tenancy/scope";
import { mayGive } from "../policy";

/**
 * Refuses to give a role, or to touch somebody who has it, beyond what the caller holds. A key gives nothing that
 * its scopes do not hold, or it could make itself an admin.
 */
export function mustRankAbove(scope: Scope, role: Role, what: "give" | "change"): void {
  const held = scope.permissions;
  const beyond = !held || [...permissionsOf(role)].some((permission) => !held.has(permission));
  if (scope.role && mayGive(scope.role, role) && !beyond) return;
  throw new AppError("forbidden", {
    detail:
      what === "give"
        ? "You can give your own role, or one below it."
        : "Their role is above yours. Ask an owner to do this.",
  });
}
