import type { Language } from "./language";

/** What a screen says while it waits to be paired: before there is a board there is no board's language. */
export interface PairingWords {
  readonly title: string;
  /** What to do, step by step; `address` is where the supervisor's page is. */
  readonly scan: string;
  readonly type: (address: string) => string;
  readonly name: string;
  readonly codeIs: (code: string) => string;
  readonly picture: string;
  readonly renewed: string;
  readonly asking: string;
  readonly offline: string;
  readonly offlineHint: string;
  readonly refused: string;
  readonly needsHttps: string;
  readonly needsHttpsHint: string;
  readonly tooMany: string;
}

export const PAIRING_WORDS: Readonly<Record<Language, PairingWords>> = {
  en: {
    title: "Pair this screen",
    scan: "Scan the picture with your phone",
    type: (address) => `Or open ${address} and go to Screens`,
    name: "Enter the code, give the screen a name and choose its board",
    codeIs: (code) => `Code ${code}`,
    picture: "QR code: leads to where this screen is confirmed",
    renewed: "A new code appears every 10 minutes. The board comes by itself.",
    asking: "Asking the server for a code",
    offline: "No connection to the server",
    offlineHint: "This screen keeps trying.",
    refused: "This screen cannot be paired now",
    needsHttps: "A screen is paired over https only: its key would be readable on the way.",
    needsHttpsHint:
      "Open the https address of Tavle on this screen. Whoever runs Tavle finds how in docs/operation.md.",
    tooMany: "Too many screens wait to be paired. This one tries again by itself.",
  },
  da: {
    title: "Tilknyt denne skærm",
    scan: "Scan billedet med din telefon",
    type: (address) => `Eller åbn ${address}, og gå til Skærme`,
    name: "Indtast koden, giv skærmen et navn, og vælg dens tavle",
    codeIs: (code) => `Kode ${code}`,
    picture: "QR-kode: fører hen til, hvor skærmen bekræftes",
    renewed: "Der kommer en ny kode hvert 10. minut. Tavlen kommer af sig selv.",
    asking: "Beder serveren om en kode",
    offline: "Ingen forbindelse til serveren",
    offlineHint: "Skærmen bliver ved med at prøve.",
    refused: "Skærmen kan ikke tilknyttes lige nu",
    needsHttps: "En skærm kan kun tilknyttes over https: ellers kunne dens nøgle læses undervejs.",
    needsHttpsHint: "Åbn Tavles https-adresse på skærmen. Den, der driver Tavle, finder vejen i docs/operation.md.",
    tooMany: "For mange skærme venter på at blive tilknyttet. Denne prøver igen af sig selv.",
  },
  sv: {
    title: "Parkoppla den här skärmen",
    scan: "Skanna bilden med telefonen",
    type: (address) => `Eller öppna ${address} och gå till Skärmar`,
    name: "Ange koden, ge skärmen ett namn och välj dess tavla",
    codeIs: (code) => `Kod ${code}`,
    picture: "QR-kod: leder till sidan där skärmen bekräftas",
    renewed: "En ny kod visas var tionde minut. Tavlan kommer av sig själv.",
    asking: "Ber servern om en kod",
    offline: "Ingen anslutning till servern",
    offlineHint: "Skärmen fortsätter att försöka.",
    refused: "Skärmen kan inte parkopplas just nu",
    needsHttps: "En skärm kan bara parkopplas över https: annars kunde dess nyckel läsas på vägen.",
    needsHttpsHint: "Öppna Tavles https-adress på skärmen. Den som driver Tavle hittar vägen i docs/operation.md.",
    tooMany: "För många skärmar väntar på att parkopplas. Den här försöker igen av sig själv.",
  },
  nl: {
    title: "Koppel dit scherm",
    scan: "Scan de afbeelding met je telefoon",
    type: (address) => `Of open ${address} en ga naar Schermen`,
    name: "Voer de code in, geef het scherm een naam en kies het bord",
    codeIs: (code) => `Code ${code}`,
    picture: "QR-code: leidt naar de pagina waar dit scherm wordt bevestigd",
    renewed: "Elke 10 minuten verschijnt een nieuwe code. Het bord komt vanzelf.",
    asking: "Vraagt de server om een code",
    offline: "Geen verbinding met de server",
    offlineHint: "Dit scherm blijft het proberen.",
    refused: "Dit scherm kan nu niet worden gekoppeld",
    needsHttps: "Een scherm wordt alleen via https gekoppeld: anders is zijn sleutel onderweg te lezen.",
    needsHttpsHint:
      "Open het https-adres van Tavle op dit scherm. Wie Tavle beheert, vindt de weg in docs/operation.md.",
    tooMany: "Te veel schermen wachten op koppeling. Dit scherm probeert het vanzelf opnieuw.",
  },
};
