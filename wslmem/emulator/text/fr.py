"""French. Our own translation, with the no-break space before a colon that French WSL has."""

from __future__ import annotations

SENTENCES = {
    "no-access": "Le système ne peut pas accéder au fichier. ",
    "error-code": "Code d'erreur : {}",
    "access-denied": "Accès refusé. ",
    "success": "L'opération a réussi. ",
    "distribution-not-found": "Aucune distribution ne porte ce nom.",
    "user-not-found": "Utilisateur introuvable.",
    "no-running": "Aucune distribution n'est en cours d'exécution.",
    "no-resources": "Les ressources du système ne suffisent pas pour ce service. ",
    "list-header": "Distributions du sous-système Windows pour Linux\N{NO-BREAK SPACE}:",
    "list-default": "{} (par défaut)",
    "status-distribution": "Distribution par défaut\N{NO-BREAK SPACE}: {}",
    "status-version": "Version par défaut\N{NO-BREAK SPACE}: {}",
    "version-0": "Version WSL\N{NO-BREAK SPACE}: {}",
    "version-1": "Version du noyau\N{NO-BREAK SPACE}: {}",
    "InvalidMemoryString": "Valeur de mémoire '{1}' non valide pour l'entrée .wslconfig '{0}' dans {2}",
    "UnknownKey": "Clé '{0}' inconnue dans {2}",
}
