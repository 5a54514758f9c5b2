import type { ComponentType } from "preact";
import { AlertsRoom } from "./alerts/alerts_room";
import { BoardsRoom } from "./boards/boards_room";
import { ROOMS, type Room } from "./route";
import { ScreensRoom } from "./screens/screens_room";
import { SettingsView } from "./settings/settings_view";

/** What each room shows. */
export const ROOM_VIEWS: Readonly<Partial<Record<Room, ComponentType>>> = {
  alerts: AlertsRoom,
  boards: BoardsRoom,
  screens: ScreensRoom,
  settings: SettingsView,
};

export const OPEN_ROOMS: readonly Room[] = ROOMS.filter((room) => room in ROOM_VIEWS);
