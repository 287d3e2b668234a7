"""The face for engines that configure many machines: DSC, WinGet, Ansible, Intune. JSON and exit codes, no terminal."""
