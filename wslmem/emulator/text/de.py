"""German. Our own translation: what counts is that labels, order and codes stand where WSL has them."""

from __future__ import annotations

SENTENCES = {
    "error-code": "Fehlercode: {}",
    "invalid-argument": 'Unbekanntes Argument: {}\nEine Liste der Argumente zeigt "wsl.exe --help".',
    "missing-parameter": "Dem Argument {} fehlt sein Parameter.",
    "invalid-parameter": "Falscher Parameter. ",
    "access-denied": "Zugriff verweigert ",
    "no-access": "Das System kann auf die Datei nicht zugreifen. ",
    "success": "Der Vorgang wurde erfolgreich beendet. ",
    "no-distributions": (
        "Auf diesem Rechner ist keine Distribution für das Windows-Subsystem für Linux installiert.\n"
        "So wird eine installiert:\n\n"
        '"wsl.exe --list --online" zeigt die verfügbaren Distributionen,\n'
        '"wsl.exe --install <Distro>" installiert eine.'
    ),
    "distribution-not-found": "Eine Distribution mit diesem Namen gibt es nicht.",
    "user-not-found": "Der Benutzer wurde nicht gefunden.",
    "no-running": "Zurzeit wird keine Distribution ausgeführt.",
    "out-of-memory": "Der Arbeitsspeicher reicht nicht aus, um den Vorgang abzuschließen. ",
    "no-resources": "Die Systemressourcen reichen nicht aus, um den Dienst auszuführen. ",
    "no-virtualization": (
        "WSL2 kann nicht starten, weil die Virtualisierung auf diesem Rechner nicht eingeschaltet ist.\n"
        "Mehr dazu: https://aka.ms/enablevirtualization"
    ),
    "stub": (
        'Das Windows-Subsystem für Linux ist nicht installiert. "wsl.exe --install" installiert es.\n'
        "Mehr dazu: https://aka.ms/wslinstall"
    ),
    "list-header": "Distributionen des Windows-Subsystems für Linux:",
    "list-default": "{} (Standard)",
    "status-distribution": "Standarddistribution: {}",
    "status-version": "Standardversion: {}",
    "version-0": "WSL-Version: {}",
    "version-1": "Kernelversion: {}",
    "version-2": "WSLg-Version: {}",
    "version-3": "MSRDC-Version: {}",
    "version-4": "Direct3D-Version: {}",
    "version-5": "DXCore-Version: {}",
    "version-6": "Windows-Version: {}",
    "UnknownKey": "Unbekannter Schlüssel '{0}' in {2}",
    "InvalidInteger": "Ungültige ganze Zahl '{1}' für den Schlüssel '{0}' in {2}",
    "InvalidBoolean": "Ungültiger Wahrheitswert '{1}' für den Schlüssel '{0}' in {2}",
    "InvalidMemoryString": "Ungültige Speicherangabe '{1}' für den .wslconfig-Eintrag '{0}' in {2}",
    "DuplicatedKey": "Doppelter Schlüssel '{0}' in {2} (Widerspruch zu '{3}' in {4})",
    "Expected": "Erwartet: {1} in {2}",
    "SwapDisk": "Der Auslagerungsdatenträger in '{0}' konnte nicht erstellt werden: {1}",
    "path-not-found": "Das System kann den angegebenen Pfad nicht finden. ",
    "custom-kernel": 'Der in {} angegebene benutzerdefinierte Kernel wurde nicht gefunden: "{}".',
    "no-switch": "Für ein überbrücktes Netzwerk muss wsl2.vmSwitch festgelegt sein.",
    "LocalhostMirrored": "Die Einstellung wsl2.localhostForwarding hat im gespiegelten Netzwerkmodus keine Wirkung",
}
