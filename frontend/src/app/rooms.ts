import type { ComponentType } from "preact";
import { ROOMS, type Room } from "./route";

/** What each room shows. */
export const ROOM_VIEWS: Readonly<Partial<Record<Room, ComponentType>>> = {};

export const OPEN_ROOMS: readonly Room[] = ROOMS.filter((room) => room in ROOM_VIEWS);
