export { boards } from "./en";
