"""`python -m twicetold` is the command `twicetold`."""

from twicetold.cli.main import main

if __name__ == "__main__":
    main()
