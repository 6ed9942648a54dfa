import { usePerson } from "./person";
import { rooms } from "./places";

/** The organization's pages that one may see; of all one's organizations where none is chosen. */
export function useRooms(organizationId: string | null) {
  const memberships = usePerson().memberships.filter(
    (one) => !organizationId || one.organizationId === organizationId,
  );
  return rooms.filter(({ permission }) =>
    memberships.some(({ permissions }) => permissions.includes(permission)),
  );
}
