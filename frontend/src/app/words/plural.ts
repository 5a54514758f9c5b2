export { type Forms, plural } from "../../words/plural";
