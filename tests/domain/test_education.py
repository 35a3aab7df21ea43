"""Education tells the share of honors only where it is known."""

from thirdfriday.domain.education import Education, SchoolRegion


def test_honors_share() -> None:
    school = Education("Example", "US", SchoolRegion.US, 2027, clerkships_honored=3)
    assert school.honors_share is None
    full = Education(
        "Example", "US", SchoolRegion.US, 2027, clerkships_honored=3, clerkships_graded=6
    )
    assert full.honors_share == 0.5
