export { VirtualDriver } from "./virtual-driver.ts";
